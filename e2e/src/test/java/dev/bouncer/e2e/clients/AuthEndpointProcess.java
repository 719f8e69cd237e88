package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.bouncer.e2e.Fleet;

/** {@code auth-endpoint.mjs}, the same as {@link AuthEndpointExample} in JavaScript, as a process. */
final class AuthEndpointProcess implements AuthEndpoint {
    private final Process process;
    private final URI uri;

    private AuthEndpointProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static AuthEndpointProcess start(URI api, String apiKey) throws IOException {
        ProcessBuilder builder = ClientRuntime.NODE.command("auth-endpoint.mjs");
        builder.environment().putAll(Map.of("BOUNCER_URL", api.toString(), "BOUNCER_APP", Fleet.APP, "BOUNCER_KEY",
                apiKey, "PUSHER_KEY", Fleet.PUSHER_KEY, "PUSHER_SECRET", Fleet.PUSHER_SECRET, "PORT", "0"));
        Process process = builder.start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith("listening on ")) {
            process.destroyForcibly();
            throw new AssertionError("expected the endpoint to listen, it said " + line);
        }
        String port = line.substring("listening on ".length());
        return new AuthEndpointProcess(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
