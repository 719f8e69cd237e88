package dev.bouncer.api.doors;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * The native door for the same command about many subjects: {@code POST /v1/apps/{app}/bulk}. All of them, or what is wrong
 * and none; where the log takes only some, the answer says so, and the same request under the same {@code Idempotency-Key}
 * is the same commands.
 */
public final class BulkDoor implements Door {
    /** Most subjects of one request. */
    public static final int MAX_SUBJECTS = 10_000;

    /** Longest body: so many subjects with ids of the usual length, or a third of them with the longest. */
    static final int MAX_BODY = 4 * 1024 * 1024;
    private static final String DOOR = "bulk";

    private final AccessKeys access;
    private final RequestBody body = new RequestBody(MAX_BODY);
    private final CommandIntake intake;
    private final Confirmations confirmations;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /** @param ids makes the ids of commands that come without an {@code Idempotency-Key} */
    public BulkDoor(AccessKeys access, CommandIntake intake, Confirmations confirmations, Supplier<UUID> ids,
            InstantSource clock) {
        this.access = access;
        this.intake = intake;
        this.confirmations = confirmations;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/apps/{app}/bulk", this::give);
    }

    private void give(Context context) {
        String app = RequestPath.of(context).segment(2);
        ApiKey key = access.authorize(context, app, Scope.MODERATE);
        IdempotencyKey idempotencyKey = IdempotencyKey.of(context);
        Wait wait = Wait.of(context, confirmations);
        byte[] said = body.read(context);
        UUID scopedKey = idempotencyKey == null ? null : idempotencyKey.scoped(app, key.name());
        List<Command> commands = Problem.unlessMalformed(
                () -> BulkBody.read(said, new CommandFields(app, key.name()), ids(scopedKey, said), clock.instant()));
        // All are given before any is waited for.
        List<CompletableFuture<Outcome>> given = commands.stream()
                .map(command -> intake.give(command, DOOR, wait != null)).toList();
        List<Outcome.Published> published = published(commands, given);
        ObjectNode json = Json.object().put("accepted", commands.size());
        ArrayNode named = json.putArray("commands");
        commands.forEach(command -> named.add(command.id().toString()));
        if (wait != null) {
            wait.sayApplied(context);
            awaitAll(commands, published, wait.atMost(), json);
        }
        Json.answer(context, json);
    }

    private void awaitAll(List<Command> commands, List<Outcome.Published> published, Duration atMost,
            ObjectNode json) {
        List<Confirmations.Placed> placed = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            placed.add(new Confirmations.Placed(commands.get(i).id(), published.get(i).position()));
        }
        confirmations.awaitAll(placed, atMost).join().putInto(json);
    }

    // By one digest of the body for all: it may be as long as there are subjects.
    private Function<SubjectKey, UUID> ids(@Nullable UUID scopedKey, byte[] said) {
        if (scopedKey == null) return _ -> ids.get();
        UUID request = IdempotencyKey.commandId(scopedKey, said);
        return subject -> IdempotencyKey.commandId(request, subject.bytes());
    }

    private static List<Outcome.Published> published(List<Command> commands, List<CompletableFuture<Outcome>> given) {
        List<Outcome.Published> published = new ArrayList<>(given.size());
        String failed = null;
        UUID first = null;
        boolean unknown = false;
        for (int i = 0; i < given.size(); i++) {
            switch (given.get(i).join()) {
                case Outcome.Published done -> published.add(done);
                case Outcome.NotDone notDone -> failed = notDone.why();
                case Outcome.Unknown notKnown -> {
                    failed = notKnown.why();
                    unknown = true;
                }
            }
            if (first == null && failed != null) first = commands.get(i).id();
        }
        if (failed == null || first == null) return published;
        if (!unknown && published.isEmpty()) throw Problem.notDone(failed);
        throw Problem.outcomeUnknown(
                published.size() + " of " + given.size() + " commands are on the log; of the others: " + failed, first);
    }
}
