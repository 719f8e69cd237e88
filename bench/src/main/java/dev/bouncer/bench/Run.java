package dev.bouncer.bench;

import java.io.PrintStream;
import java.nio.file.Path;

import dev.bouncer.bench.process.Launcher;

/**
 * What a scenario is given.
 *
 * @param bouncer  starts Bouncer's processes
 * @param scale    how much to measure
 * @param rounds   how often each candidate has its turn
 * @param dir      a folder of its own, for logs and data
 * @param progress where it says what it does
 */
public record Run(Launcher bouncer, Scale scale, int rounds, Path dir, PrintStream progress) {
    /** Says what is done now. */
    public void say(String text) {
        progress.println("bench: " + text);
    }
}
