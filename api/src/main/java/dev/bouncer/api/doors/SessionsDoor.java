package dev.bouncer.api.doors;

import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.contract.Command;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The native door to sessions: {@code DELETE /v1/apps/{app}/sessions/{kind}/{id}} terminates them. */
public final class SessionsDoor implements Door {
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
        Command command = commands.perform(context, (id, subject, body, actor,
                now) -> new Command.Terminate(id, subject, Reason.only(body), actor, now));
        Json.answer(context, Json.object().put("command", command.id().toString()));
    }
}
