package dev.bouncer.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

import dev.bouncer.cli.client.Patience;

/**
 * What a command has around it.
 *
 * @param out         for results
 * @param err         for people: errors and progress
 * @param in          standard input
 * @param environment the environment's variables
 * @param clock       the time
 * @param pause       waits
 * @param watched     whether somebody watches {@code err} as it is written
 */
record Terminal(PrintStream out, PrintStream err, InputStream in, Map<String, String> environment, InstantSource clock,
        Patience.Pause pause,
        boolean watched) {
    /** The process's own. Text is UTF-8 whatever the locale says, since names are in every script. */
    static Terminal ofProcess() {
        return new Terminal(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                new FileInputStream(FileDescriptor.in), System.getenv(), InstantSource.system(), Patience.Pause.real(),
                Boolean.getBoolean("bouncer.watched"));
    }
}
