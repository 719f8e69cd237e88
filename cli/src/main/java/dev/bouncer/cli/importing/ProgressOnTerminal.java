package dev.bouncer.cli.importing;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalLong;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress where somebody watches: a bar with rate and time left. */
public final class ProgressOnTerminal implements Progress {
    private static final int WIDTH = 100;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream err;
    private final InstantSource clock;
    private final Instant start;
    private final ProgressBar bar;

    /** @param size bytes of the file, where that is known */
    public ProgressOnTerminal(PrintStream err, InstantSource clock, OptionalLong size) {
        this.err = err;
        this.clock = clock;
        this.start = clock.instant();
        // The bar counts bytes, since only their number is known beforehand; the rate is in rows, which mean something.
        this.bar = new ProgressBarBuilder().setTaskName("import").setInitialMax(size.orElse(-1)).setUnit("KiB", 1024)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).build();
    }

    @Override
    public void at(long rows, long position) {
        bar.stepTo(position);
        double seconds = Math.max(0.001, Duration.between(start, clock.instant()).toMillis() / 1000.0);
        bar.setExtraMessage(String.format(Locale.ROOT, " %,d rows, %,.0f/s", rows, rows / seconds));
    }

    @Override
    public void waiting(String why, Duration left) {
        report("waiting, at most " + left.toSeconds() + " s more: " + why);
    }

    @Override
    public void report(String line) {
        err.print(CLEAR_LINE + line + System.lineSeparator());
        bar.refresh();
    }

    @Override
    public void close() {
        bar.close();
    }
}
