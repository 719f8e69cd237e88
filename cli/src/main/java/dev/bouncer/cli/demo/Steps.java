package dev.bouncer.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/** What a story has come to, a line each: printed only once it was seen to happen. */
final class Steps {
    private final PrintStream out;

    Steps(PrintStream out) {
        this.out = out;
    }

    void done(String what, String seen) {
        out.printf(Locale.ROOT, "  ✓ %-34s %s%n", what, seen);
    }

    static String millisSince(long start) {
        return millis(System.nanoTime() - start);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static void require(boolean happened, String what) {
        if (!happened) throw new StoryFailed(what);
    }
}
