package dev.bouncer.edge.gateway;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Times;
import dev.bouncer.enforcement.CloseReason;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Why a request is not passed on, as problem details (RFC 9457). */
record GatewayProblem(int status, ObjectNode body) {
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE = "urn:bouncer:problem:";
    private static final int SHORTLY = 5;

    static GatewayProblem of(int status, String slug, String title, String detail) {
        return new GatewayProblem(status, JsonNodeFactory.instance.objectNode().put("type", TYPE + slug)
                .put("title", title).put("status", status).put("detail", detail));
    }

    static GatewayProblem of(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Blocked(BlockEntry block) -> blocked(block);
            case CloseReason.Invalidated _ -> of(401, "token-invalidated", "Token no longer valid",
                    reason.message() == null ? "Expected a newer token." : reason.message());
            case CloseReason.Terminated _ -> of(403, "terminated", "Terminated", "This request was ended.");
            case CloseReason.Unauthenticated _ ->
                of(401, "unauthenticated", "Not authenticated", "Expected a client that can be identified.");
            case CloseReason.TooManyConnections _ ->
                of(429, "too-many-connections", "Too many connections", "Expected fewer connections at a time.");
            case CloseReason.OriginNotAllowed _ ->
                of(403, "origin-not-allowed", "Origin not allowed", "Expected a page of this application's own.");
            case CloseReason.Unavailable _ ->
                of(503, "unavailable", "Not available", "This node does not know who is blocked; try another one.");
            case CloseReason.GoingAway _ ->
                of(503, "going-away", "Going away", "This node is shutting down; try another one.");
        };
    }

    // The block's own reason is for moderators and stays here.
    private static GatewayProblem blocked(BlockEntry block) {
        GatewayProblem problem = of(403, "blocked", "Blocked",
                block.message() == null ? "You are blocked." : block.message());
        if (block.expiresAt() != null) problem.body.put("until", Times.format(block.expiresAt()));
        return problem;
    }

    static GatewayProblem badUpstream(int status) {
        return status == 504
                ? of(504, "upstream-timeout", "The server behind did not answer in time", "Try again later.")
                : of(502, "upstream-failed", "The server behind does not answer as it should", "Try again later.");
    }

    void write(Response response, Callback callback) {
        response.reset();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (status == 503) response.getHeaders().put(HttpHeader.RETRY_AFTER, SHORTLY);
        response.write(true, BufferUtil.toBuffer(body.toString(), StandardCharsets.UTF_8), callback);
    }
}
