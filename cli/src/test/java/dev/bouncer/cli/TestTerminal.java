package dev.bouncer.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.bouncer.cli.client.FakeTime;

/** Runs commands as the command line would, with time that passes only where somebody waits. */
final class TestTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeTime time = new FakeTime();
    private boolean watched;

    int run(Map<String, String> environment, String... args) {
        return run(new byte[0], environment, args);
    }

    int run(byte[] in, Map<String, String> environment, String... args) {
        return Main.run(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), new ByteArrayInputStream(in), environment, time,
                time, watched), args);
    }

    /** From now on somebody watches. */
    void watch() {
        watched = true;
    }

    FakeTime time() {
        return time;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void clear() {
        out.reset();
        err.reset();
    }
}
