package dev.bouncer.e2e.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A client in a process of its own, driven by JSON lines: commands in, events out. */
public final class ScriptedClient extends LibraryClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;

    private ScriptedClient(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    /**
     * Starts the script and lets it connect.
     *
     * @param options what the script's {@code open} command takes
     */
    public static ScriptedClient open(ClientRuntime runtime, String script, Map<String, String> options) {
        try {
            ScriptedClient client = new ScriptedClient(runtime.command(script).start());
            client.send("open", options);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void connect() {
        send("connect", Map.of());
    }

    /** Lets it say something to the others. */
    public void say(String text) {
        send("say", Map.of("text", text));
    }

    private void send(String name, Map<String, String> options) {
        try {
            ObjectNode command = JSON.createObjectNode().put("do", name);
            options.forEach(command::put);
            OutputStream in = process.getOutputStream();
            in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().map(ClientEvent::parse).forEach(this::hear);
        } catch (IOException | UncheckedIOException e) {
            // The process was ended, as every one is.
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
