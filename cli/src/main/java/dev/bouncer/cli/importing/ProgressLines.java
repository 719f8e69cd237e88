package dev.bouncer.cli.importing;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalLong;

/** Progress where nobody watches: a line now and then, for the log. */
public final class ProgressLines implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final InstantSource clock;
    private final OptionalLong size;
    private final Instant start;
    private Instant next;

    /** @param size bytes of the file, where that is known */
    public ProgressLines(PrintStream err, InstantSource clock, OptionalLong size) {
        this.err = err;
        this.clock = clock;
        this.size = size;
        this.start = clock.instant();
        this.next = start.plus(INTERVAL);
    }

    @Override
    public void at(long rows, long position) {
        Instant now = clock.instant();
        if (now.isBefore(next)) return;
        next = now.plus(INTERVAL);
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        String line = String.format(Locale.ROOT, "import: %,d rows, %,.0f/s", rows, rows / seconds);
        if (size.isPresent() && position > 0 && size.getAsLong() > 0) {
            double share = (double) position / size.getAsLong();
            line += String.format(Locale.ROOT, ", %.0f %%, about %.0f s left", 100 * share,
                    seconds * (1 - share) / share);
        }
        err.println(line);
    }

    @Override
    public void waiting(String why, Duration left) {
        err.println("import: waiting, at most " + left.toSeconds() + " s more: " + why);
    }

    @Override
    public void report(String line) {
        err.println(line);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
