package dev.bouncer.api.doors;

import java.util.Set;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.config.Scope;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.HistoryRequest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The native door to histories: {@code GET /v1/apps/{app}/history/{kind}/{id}}, the last audit events of a subject, as
 * moderation-streams tells them.
 */
public final class HistoryDoor implements Door {
    private static final String HISTORY = "/v1/apps/{app}/history/{kind}/<id>";
    private static final Set<String> PARAMETERS = Set.of("limit");

    private final AccessKeys access;
    private final @Nullable Secret secret;
    private final StreamsInstances instances;

    /** @param secret what moderation-streams is shown; null: none is configured */
    public HistoryDoor(AccessKeys access, @Nullable Secret secret, StreamsInstances instances) {
        this.access = access;
        this.secret = secret;
        this.instances = instances;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(HISTORY, this::show).head(HISTORY, this::show);
    }

    private void show(Context context) {
        access.authorize(context, RequestPath.of(context).segment(2), Scope.READ);
        int limit = QueryParameters.of(context, PARAMETERS).integer("limit", HistoryRequest.MAX_LIMIT);
        HistoryRequest request = Problem
                .unlessMalformed(() -> new HistoryRequest(CommandRequests.subject(context), limit));
        if (secret == null)
            throw Problem.of(ProblemType.HISTORY_NOT_CONFIGURED, "bouncer.internal.secret is not set at this node");
        Json.answer(context, instances.history(request, secret));
    }
}
