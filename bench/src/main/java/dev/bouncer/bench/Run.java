package dev.bouncer.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

import dev.bouncer.bench.process.Launcher;

/**
 * What a scenario is given.
 *
 * @param bouncer  starts Bouncer's processes
 * @param scale    how much to measure
 * @param asked    how often each candidate is to have its turn; negative: nobody said
 * @param dir      a folder of its own, for logs and data
 * @param progress where it says what it does
 * @param began    when, by {@link System#nanoTime}
 */
public record Run(Launcher bouncer, Scale scale, int asked, Path dir, PrintStream progress, long began) {
    /** Says what is done now, and how long after the beginning. */
    public void say(String text) {
        progress.printf(Locale.ROOT, "bench: %4d s  %s%n", seconds(), text);
    }

    /** How often each candidate has its turn. */
    public int rounds() {
        return rounds(5, 2);
    }

    /** The same where a round takes long, or says much by itself; once for {@link Scale#SMOKE}. */
    public int rounds(int full, int less) {
        return asked < 0 ? scale.of(full, less, 1) : asked;
    }

    /** How long it has taken until now. */
    long seconds() {
        return (System.nanoTime() - began) / 1_000_000_000;
    }
}
