package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bouncer.e2e.Fleet;

/** The user-authentication endpoint of an application, which asks Bouncer before it lets a Pusher client sign in. */
final class AuthEndpointExample implements AuthEndpoint {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern SOCKET_ID = Pattern.compile("(?:^|&)socket_id=(\\d+\\.\\d+)(?:&|$)");
    private static final String NOT_BLOCKED = "urn:bouncer:problem:not-blocked";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpServer server;
    private final URI blocks;
    private final String apiKey;
    private final String pusherKey;
    private final String pusherSecret;

    private AuthEndpointExample(HttpServer server, URI blocks, String apiKey, String pusherKey, String pusherSecret) {
        this.server = server;
        this.blocks = blocks;
        this.apiKey = apiKey;
        this.pusherKey = pusherKey;
        this.pusherSecret = pusherSecret;
    }

    /** Starts it, for the app of the fleet. */
    static AuthEndpointExample start(URI bouncer, String apiKey) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AuthEndpointExample example = new AuthEndpointExample(server, URI.create(bouncer + "/v1/apps/" + Fleet.APP
                + "/blocks/user/"), apiKey, Fleet.PUSHER_KEY, Fleet.PUSHER_SECRET);
        server.createContext("/", example::handle);
        server.start();
        return example;
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private record Answer(int status, String body) {
        static Answer error(int status, String message) {
            return new Answer(status, JSON.createObjectNode().put("error", message).toString());
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answerTo(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answerTo(HttpExchange exchange) throws IOException {
        // Stands for the application's own session: never believe such a header in earnest.
        String user = exchange.getRequestHeaders().getFirst("X-User");
        if (user == null) return Answer.error(401, "Sign in first.");
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher socketId = SOCKET_ID.matcher(form);
        if (!socketId.find()) return Answer.error(400, "Expected a socket_id.");
        return answerTo(user, socketId.group(1));
    }

    // Only "not-blocked" lets a user in. Any other 404 is a mistake in the set-up, and must not open the door.
    private Answer answerTo(String user, String socketId) {
        HttpResponse<String> bouncer;
        JsonNode said;
        try {
            bouncer = http.send(HttpRequest.newBuilder(blockOf(user)).header("Authorization", "Bearer " + apiKey)
                    .timeout(PATIENCE).build(), BodyHandlers.ofString());
            said = JSON.readTree(bouncer.body());
        } catch (IOException e) {
            return tryAgainLater();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tryAgainLater();
        }
        if (bouncer.statusCode() == 200) {
            return Answer.error(403, said.path("message").asText("You are blocked."));
        }
        if (bouncer.statusCode() == 404 && said.path("type").asText().equals(NOT_BLOCKED)) {
            return new Answer(200, PusherSignIn.answer(pusherKey, pusherSecret, socketId, user));
        }
        return tryAgainLater();
    }

    private URI blockOf(String user) {
        // A form's escapes, but for the blank, are those of a path.
        return URI.create(blocks + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static Answer tryAgainLater() {
        return Answer.error(503, "Try again later.");
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
