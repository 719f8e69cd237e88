package dev.bouncer.api.doors.centrifugo;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AppKey;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.live.LiveAnswer;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The method {@code connections}: a user's, on all edges, by the ids that {@code disconnect} takes. All of them or an error,
 * since the form has no place for who did not answer. Thread-safe.
 */
final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final int MOST = 10_000;
    // Each waits for edges, and a batch asks several times at once.
    private static final Executor THREADS = task -> Thread.ofVirtual().name("connections").start(task);

    private final LiveEdges edges;

    Connections(LiveEdges edges) {
        this.edges = edges;
    }

    CompletableFuture<Reply> tell(AppKey caller, Request.Connections asked) {
        if (!caller.key().allows(Scope.READ)) return failed(ApiError.PERMISSION_DENIED);
        if (!asked.expression().isEmpty()) return failed(ApiError.NOT_AVAILABLE);
        SubjectKey user;
        try {
            user = SubjectKey.of(caller.app(), SubjectKind.USER, asked.user());
        } catch (IllegalArgumentException e) {
            return failed(ApiError.BAD_REQUEST);
        }
        return CompletableFuture.supplyAsync(() -> tell(user), THREADS);
    }

    private Reply tell(SubjectKey user) {
        ObjectNode connections = Json.object();
        @Nullable
        UUID after = null;
        try {
            do {
                LiveAnswer page = edges.ask(SessionsRequest.of(user, after, SessionsRequest.MAX_LIMIT));
                if (!page.unanswered().isEmpty()) return incomplete(user, "not told by " + page.unanswered());
                page.sessions().forEach(session -> connections.set(session.id().toString(), connection(session, user)));
                after = page.next();
            } while (after != null && connections.size() < MOST);
        } catch (Problem e) {
            return incomplete(user, e.detail());
        }
        if (after != null) return incomplete(user, "more than " + MOST);
        return new Reply.Done(Json.object().set("connections", connections));
    }

    private static Reply incomplete(SubjectKey user, String why) {
        // The answer has no place for it, so it is told here.
        log.atWarn().addKeyValue("app", user.app()).addKeyValue("why", why).log("connections cannot be told");
        return new Reply.Failed(ApiError.INTERNAL);
    }

    // What clients say of themselves in Centrifugo's own protocol is not kept; what they are called in HTTP is.
    private static ObjectNode connection(LiveSession session, SubjectKey user) {
        ObjectNode json = Json.object().put("app_name", session.userAgent() == null ? "" : session.userAgent())
                .put("app_version", "").put("transport", session.protocol().equals("request") ? "http" : "websocket")
                .put("protocol", session.protocol()).put("user", user.subject().id());
        json.putObject("state");
        return json;
    }

    private static CompletableFuture<Reply> failed(ApiError error) {
        return CompletableFuture.completedFuture(new Reply.Failed(error));
    }
}
