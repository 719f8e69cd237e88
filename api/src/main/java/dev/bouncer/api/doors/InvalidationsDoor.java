package dev.bouncer.api.doors;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlockPage;
import dev.bouncer.enforcement.BlockQuery;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The native door to invalidations: {@code /v1/apps/{app}/invalidations}. */
public final class InvalidationsDoor implements Door {
    private static final String INVALIDATIONS = "/v1/apps/{app}/invalidations";
    private static final String INVALIDATION = INVALIDATIONS + "/{kind}/<id>";
    private static final Set<String> FIELDS = Set.of("issued_before", "for", "expires_at", "reason", "message");
    private static final Set<String> PARAMETERS = Set.of("kind", "prefix", "limit", "after");
    private static final int DEFAULT_LIMIT = 100;

    private final CommandRequests commands;
    private final AccessKeys access;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;

    /** @param readiness of the view */
    public InvalidationsDoor(CommandRequests commands, AccessKeys access, BlocklistView view,
            Supplier<Readiness> readiness, InstantSource clock) {
        this.commands = commands;
        this.access = access;
        this.view = view;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.put(INVALIDATION, this::invalidate).delete(INVALIDATION, this::lift).get(INVALIDATION, this::show)
                .head(INVALIDATION, this::show).get(INVALIDATIONS, this::list).head(INVALIDATIONS, this::list);
    }

    private void invalidate(Context context) {
        Performed performed = commands.perform(context, InvalidationsDoor::invalidate);
        if (!(performed.command() instanceof Command.Invalidate invalidate))
            throw new IllegalStateException("a PUT made " + performed.command());
        Json.answer(context, performed.putInto(BlocksDoor.json(BlockEntry.of(invalidate))));
    }

    private static Command invalidate(UUID id, SubjectKey subject, @Nullable JsonObject body, String actor,
            Instant now) {
        if (body == null) return new Command.Invalidate(id, subject, now, null, null, null, actor, now);
        body.requireOnly(FIELDS);
        Instant issuedBefore = body.optionalTime("issued_before");
        return new Command.Invalidate(id, subject, issuedBefore == null ? now : issuedBefore,
                BlockLength.NATIVE.endAhead(body, now), body.optionalText("reason"), body.optionalText("message"),
                actor,
                now);
    }

    private void lift(Context context) {
        Performed performed = commands.perform(context, (id, subject, body, actor,
                now) -> Command.Invalidate.lift(id, subject, Reason.only(body), actor, now));
        Json.answer(context, performed.putInto(Json.object()));
    }

    private void show(Context context) {
        authorizeToRead(context);
        SubjectKey subject = CommandRequests.subject(context);
        Problem.unlessMalformed(() -> {
            Command.Invalidate.requireKind(subject.subject().kind());
            return subject;
        });
        Problem.requireReady(readiness.get());
        BlockEntry invalidation = view.findInvalidation(subject, clock.instant());
        if (invalidation == null)
            throw Problem.of(ProblemType.NOT_INVALIDATED, "no invalidation of its tokens is in force");
        Json.answer(context, json(invalidation));
    }

    private void list(Context context) {
        String app = authorizeToRead(context);
        QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
        String kind = parameters.text("kind");
        String prefix = parameters.text("prefix");
        int limit = parameters.integer("limit", DEFAULT_LIMIT);
        BlockQuery query = Problem.unlessMalformed(
                () -> new BlockQuery(Lane.INVALIDATE, app, kind == null ? null : SubjectKind.ofWireName(kind),
                        prefix == null ? "" : prefix, parameters.text("after"), limit));
        Problem.requireReady(readiness.get());
        BlockPage page = view.list(query, clock.instant());
        ObjectNode json = Json.object();
        ArrayNode invalidations = json.putArray("invalidations");
        page.blocks().forEach(invalidation -> invalidations.add(json(invalidation)));
        Json.putText(json, "next", page.next());
        Json.answer(context, json);
    }

    private String authorizeToRead(Context context) {
        String app = RequestPath.of(context).segment(2);
        access.authorize(context, app, Scope.READ);
        return app;
    }

    private static ObjectNode json(BlockEntry invalidation) {
        return BlocksDoor.json(invalidation).put("command", invalidation.command().toString());
    }
}
