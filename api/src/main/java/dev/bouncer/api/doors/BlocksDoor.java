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
import dev.bouncer.contract.ReachJson;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlockPage;
import dev.bouncer.enforcement.BlockQuery;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The native door to blocks: {@code /v1/apps/{app}/blocks}. */
public final class BlocksDoor implements Door {
    private static final String BLOCKS = "/v1/apps/{app}/blocks";
    private static final String BLOCK = BLOCKS + "/{kind}/<id>";
    private static final Set<String> BLOCK_FIELDS = Set.of("for", "expires_at", "reason", "message", "except",
            "first_seen_after", "rate");
    private static final Set<String> PARAMETERS = Set.of("kind", "prefix", "limit", "after");
    private static final int DEFAULT_LIMIT = 100;

    private final CommandRequests commands;
    private final AccessKeys access;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;

    /** @param readiness of the view */
    public BlocksDoor(CommandRequests commands, AccessKeys access, BlocklistView view, Supplier<Readiness> readiness,
            InstantSource clock) {
        this.commands = commands;
        this.access = access;
        this.view = view;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.put(BLOCK, this::block).delete(BLOCK, this::unblock).get(BLOCK, this::show).head(BLOCK, this::show)
                .get(BLOCKS, this::list).head(BLOCKS, this::list);
    }

    private void block(Context context) {
        Performed performed = commands.perform(context, BlocksDoor::block);
        if (!(performed.command() instanceof Command.Block block))
            throw new IllegalStateException("a PUT made " + performed.command());
        Json.answer(context, performed.putInto(json(BlockEntry.of(block))));
    }

    private static Command block(UUID id, SubjectKey subject, @Nullable JsonObject body, String actor, Instant now) {
        if (body == null) return new Command.Block(id, subject, null, null, null, actor, now);
        body.requireOnly(BLOCK_FIELDS);
        return new Command.Block(id, subject, BlockLength.NATIVE.endAhead(body, now), body.optionalText("reason"),
                body.optionalText("message"), actor, now, ReachJson.read(body));
    }

    private void unblock(Context context) {
        Performed performed = commands.perform(context, (id, subject, body, actor,
                now) -> new Command.Unblock(id, subject, Reason.only(body), actor, now));
        Json.answer(context, performed.putInto(Json.object()));
    }

    private void show(Context context) {
        authorizeToRead(context);
        SubjectKey subject = CommandRequests.subject(context);
        Problem.requireReady(readiness.get());
        BlockEntry block = view.find(subject, clock.instant());
        if (block == null) throw Problem.of(ProblemType.NOT_BLOCKED, "no block of it is in force");
        Json.answer(context, json(block).put("command", block.command().toString()));
    }

    private void list(Context context) {
        String app = authorizeToRead(context);
        QueryParameters parameters = QueryParameters.of(context, PARAMETERS);
        String kind = parameters.text("kind");
        String prefix = parameters.text("prefix");
        int limit = parameters.integer("limit", DEFAULT_LIMIT);
        BlockQuery query = Problem
                .unlessMalformed(() -> new BlockQuery(app, kind == null ? null : SubjectKind.ofWireName(kind),
                        prefix == null ? "" : prefix, parameters.text("after"), limit));
        Problem.requireReady(readiness.get());
        BlockPage page = view.list(query, clock.instant());
        ObjectNode json = Json.object();
        ArrayNode blocks = json.putArray("blocks");
        page.blocks().forEach(block -> blocks.add(json(block).put("command", block.command().toString())));
        Json.putText(json, "next", page.next());
        Json.answer(context, json);
    }

    private String authorizeToRead(Context context) {
        String app = RequestPath.of(context).segment(2);
        access.authorize(context, app, Scope.READ);
        return app;
    }

    /** An entry as answers tell it; whose command that is stands beside it. */
    static ObjectNode json(BlockEntry block) {
        ObjectNode json = Json.object();
        Subject subject = block.subject().subject();
        json.putObject("subject").put("kind", subject.kind().wireName()).put("id", subject.id());
        Json.putTime(json, "since", block.since());
        Json.putTime(json, "issued_before", block.issuedBefore());
        Json.putTime(json, "expires_at", block.expiresAt());
        Json.putText(json, "reason", block.reason());
        Json.putText(json, "message", block.message());
        ReachJson.put(json, block.reach());
        return json.put("actor", block.actor());
    }
}
