package dev.bouncer.config.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;

/** An answer to a request. Not changed once it is made. */
public final class Answer {
    private static final String JSON = "application/json";

    private final int status;
    private final String type;
    private final byte[] body;

    private Answer(int status, String type, byte[] body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    /** With a body of that media type. */
    public static Answer of(int status, String type, byte[] body) {
        return new Answer(status, type, body);
    }

    /** With a text of that media type. */
    public static Answer of(int status, String type, String text) {
        return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With JSON that is written already. */
    public static Answer json(int status, String json) {
        return of(status, JSON, json);
    }

    /** That something was wrong with the request, or is with this process. */
    public static Answer error(int status, String message) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", message).toString());
    }

    /** That the route knows GET alone. */
    public static Answer onlyGet(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Allow", "GET");
        return error(405, "expected GET");
    }

    /** Sends it; to a {@code HEAD} without the body. */
    public void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
