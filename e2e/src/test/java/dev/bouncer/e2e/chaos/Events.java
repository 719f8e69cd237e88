package dev.bouncer.e2e.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;

/** One line for each thing that happens, with the time since the start. Thread-safe. */
final class Events {
    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    Events(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    void say(String what) {
        Duration since = Duration.between(start, clock.instant());
        out.printf("%3d:%04.1f  %s%n", since.toMinutes(), since.toSecondsPart() + since.toMillisPart() / 1000.0, what);
    }

    /** Since the first of them. */
    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }
}
