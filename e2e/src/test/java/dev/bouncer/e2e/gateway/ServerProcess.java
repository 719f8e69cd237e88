package dev.bouncer.e2e.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A server in a process of its own. */
record ServerProcess(Process process, String address) implements AutoCloseable {
    private static final String LISTENING = "listening on ";

    /** Starts it, and waits until it listens. */
    static ServerProcess start(ProcessBuilder command) {
        try {
            Process process = command.start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            String line = said.readLine();
            if (line == null || !line.startsWith(LISTENING)) {
                process.destroyForcibly();
                throw new AssertionError("expected a server that listens, it said " + line);
            }
            return new ServerProcess(process, "127.0.0.1:" + line.substring(LISTENING.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
