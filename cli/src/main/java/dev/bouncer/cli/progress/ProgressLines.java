package dev.bouncer.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Progress where nobody watches: a line now and then, for the log. */
public final class ProgressLines implements Progress {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream err;
    private final InstantSource clock;
    private final Task task;
    private final Instant start;
    private Instant next;

    /** Of that task, from now on. */
    public ProgressLines(PrintStream err, InstantSource clock, Task task) {
        this.err = err;
        this.clock = clock;
        this.task = task;
        this.start = clock.instant();
        this.next = start.plus(INTERVAL);
    }

    @Override
    public void at(long things, long position) {
        Instant now = clock.instant();
        if (now.isBefore(next)) return;
        next = now.plus(INTERVAL);
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        String line = String.format(Locale.ROOT, "%s: %,d %s, %,.0f/s", task.name(), things, task.things(),
                things / seconds);
        if (task.size().orElse(0) > 0 && position > 0) {
            double share = (double) position / task.size().getAsLong();
            line += String.format(Locale.ROOT, ", %.0f %%, about %.0f s left", 100 * share,
                    seconds * (1 - share) / share);
        }
        err.println(line);
    }

    @Override
    public void waiting(String why, Duration left) {
        err.println(task.name() + ": waiting, at most " + left.toSeconds() + " s more: " + why);
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
