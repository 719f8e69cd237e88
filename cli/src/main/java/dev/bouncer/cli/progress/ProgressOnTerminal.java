package dev.bouncer.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

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
    private final String things;
    private final ProgressBar bar;

    /** Of that task, from now on. */
    public ProgressOnTerminal(PrintStream err, InstantSource clock, Task task) {
        this.err = err;
        this.clock = clock;
        this.start = clock.instant();
        this.things = task.things();
        // The bar counts what is known beforehand, of a file its bytes; the rate is in things, which mean something.
        ProgressBarBuilder builder = new ProgressBarBuilder().setTaskName(task.name())
                .setInitialMax(task.size().orElse(-1));
        if (task.bytes()) builder.setUnit("KiB", 1024);
        this.bar = builder.setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).build();
    }

    @Override
    public void at(long things, long position) {
        bar.stepTo(position);
        double seconds = Math.max(0.001, Duration.between(start, clock.instant()).toMillis() / 1000.0);
        bar.setExtraMessage(String.format(Locale.ROOT, " %,d %s, %,.0f/s", things, this.things,
                things / seconds));
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
