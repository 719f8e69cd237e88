package dev.bouncer.api.doors;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The native door to sessions: {@code DELETE /v1/apps/{app}/sessions/{kind}/{id}} terminates them, or some of them. */
public final class SessionsDoor implements Door {
    private static final Set<String> FIELDS = Set.of("only", "except", "close", "reason");

    private final CommandRequests commands;

    /** The door. */
    public SessionsDoor(CommandRequests commands) {
        this.commands = commands;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.delete("/v1/apps/{app}/sessions/{kind}/<id>", this::terminate);
    }

    private void terminate(Context context) {
        Json.answer(context, commands.perform(context, SessionsDoor::terminate).putInto(Json.object()));
    }

    private static Command terminate(UUID id, SubjectKey subject, @Nullable JsonObject body, String actor,
            Instant now) {
        if (body == null) return new Command.Terminate(id, subject, null, actor, now);
        body.requireOnly(FIELDS);
        return new Command.Terminate(id, subject, TerminationFields.read(body), body.optionalText("reason"), actor,
                now);
    }
}
