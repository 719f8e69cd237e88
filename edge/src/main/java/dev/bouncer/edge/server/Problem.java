package dev.bouncer.edge.server;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * An error as problem details (RFC 9457).
 *
 * @param status the HTTP status
 * @param title  what kind of error it is
 * @param detail what was wrong and what was expected
 */
record Problem(int status, String title, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    static final Problem NOT_FOUND = new Problem(404, "Not found",
            "expected /v1/apps/{app}/connect, /app/{key}, /health/live, /health/ready or /metrics, with GET");
    static final Problem UPGRADE_REQUIRED = new Problem(426, "Upgrade required",
            "expected a WebSocket handshake: GET with HTTP/1.1, Connection: Upgrade, Upgrade: websocket, "
                    + "Sec-WebSocket-Version: 13");

    String json() {
        return JsonNodeFactory.instance.objectNode().put("title", title).put("status", status).put("detail", detail)
                .toString();
    }

    void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        response.write(true, BufferUtil.toBuffer(json(), StandardCharsets.UTF_8), callback);
    }
}
