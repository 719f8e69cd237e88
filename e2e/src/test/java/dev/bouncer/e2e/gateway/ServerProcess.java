package dev.bouncer.e2e.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A server in a process of its own. */
final class ServerProcess implements AutoCloseable {
    private static final String LISTENING = "listening on ";

    private final Process process;

    /** Starts it, and does not wait. */
    ServerProcess(ProcessBuilder command) throws IOException {
        process = command.start();
    }

    /** Waits until it listens, and says where. To be called once. */
    String awaitAddress() throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith(LISTENING))
            throw new AssertionError("expected a server that listens, it said " + line);
        return "127.0.0.1:" + line.substring(LISTENING.length());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
