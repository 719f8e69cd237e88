package dev.bouncer.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import dev.bouncer.cli.client.Patience;

/** A command of the command line, run in this JVM. */
public record CliRun(int status, String out, String err) {
    /** Runs it to its end. */
    public static CliRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = into(out, err, args);
        return new CliRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs it, and writes as it goes. */
    public static int into(ByteArrayOutputStream out, ByteArrayOutputStream err, String... args) {
        return Main.run(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), InputStream.nullInputStream(), Map.of(),
                InstantSource.system(), Patience.Pause.real(), false), args);
    }

    /** What it printed, line by line. */
    public List<String> lines() {
        return out.lines().toList();
    }
}
