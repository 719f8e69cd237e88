package dev.bouncer.api.doors;

import java.util.Set;
import java.util.UUID;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.Quoted;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.SessionsRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The native door to live sessions: {@code GET /v1/apps/{app}/sessions/{kind}/{id}}, those of a subject on all edges, and
 * {@code GET /v1/apps/{app}/sessions?edge=ID}, those of one edge.
 */
public final class LiveSessionsDoor implements Door {
    private static final String SESSIONS = "/v1/apps/{app}/sessions";
    private static final String SUBJECT = SESSIONS + "/{kind}/<id>";
    private static final Set<String> PARAMETERS = Set.of("limit", "after");
    private static final Set<String> EDGE_PARAMETERS = Set.of("edge", "limit", "after");

    private final AccessKeys access;
    private final LiveEdges edges;

    /** The door. */
    public LiveSessionsDoor(AccessKeys access, LiveEdges edges) {
        this.access = access;
        this.edges = edges;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(SUBJECT, this::ofSubject).head(SUBJECT, this::ofSubject).get(SESSIONS, this::ofEdge).head(SESSIONS,
                this::ofEdge);
    }

    private void ofSubject(Context context) {
        authorize(context);
        QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
        SessionsRequest request = Problem.unlessMalformed(
                () -> SessionsRequest.of(CommandRequests.subject(context), after(parameters), limit(parameters)));
        Json.answer(context, edges.ask(request).json());
    }

    private void ofEdge(Context context) {
        String app = authorize(context);
        QueryParameters parameters = QueryParameters.of(context, EDGE_PARAMETERS);
        String edge = parameters.text("edge");
        if (edge == null) {
            throw Problem.malformed("edge: expected the id of an edge, got none; the sessions of a subject are at "
                    + "/v1/apps/" + app + "/sessions/{kind}/{id}");
        }
        SessionsRequest request = Problem
                .unlessMalformed(() -> new SessionsRequest(app, null, after(parameters), limit(parameters)));
        Json.answer(context, edges.ask(request, edge).json());
    }

    private String authorize(Context context) {
        String app = RequestPath.of(context).segment(2);
        access.authorize(context, app, Scope.READ);
        return app;
    }

    private static int limit(QueryParameters parameters) {
        return parameters.integer("limit", SessionsRequest.MAX_LIMIT);
    }

    private static @Nullable UUID after(QueryParameters parameters) {
        String after = parameters.text("after");
        if (after == null) return null;
        // UUID.fromString takes shortened groups, which are the spelling of no session's id.
        if (!after.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"))
            throw Problem.malformed("after: expected the id of a session, got " + Quoted.of(after));
        return UUID.fromString(after);
    }
}
