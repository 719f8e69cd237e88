package dev.bouncer.api.doors;

import java.util.UUID;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.RecentCommands;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.Quoted;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Subject;
import dev.bouncer.enforcement.BlocklistView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The native door to one command: {@code GET /v1/apps/{app}/commands/{id}} tells how far it has come. */
public final class CommandDoor implements Door {
    private static final String COMMAND = "/v1/apps/{app}/commands/{id}";

    private final AccessKeys access;
    private final RecentCommands recent;
    private final Confirmations confirmations;
    private final BlocklistView view;

    /** @param view tells what is materialized */
    public CommandDoor(AccessKeys access, RecentCommands recent, Confirmations confirmations, BlocklistView view) {
        this.access = access;
        this.recent = recent;
        this.confirmations = confirmations;
        this.view = view;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(COMMAND, this::show).head(COMMAND, this::show);
    }

    private void show(Context context) {
        RequestPath path = RequestPath.of(context);
        String app = path.segment(2);
        access.authorize(context, app, Scope.READ, Scope.MODERATE);
        UUID id = id(path.segment(4));
        Wait wait = Wait.of(context, confirmations);
        if (wait != null) {
            await(id, app, wait);
            wait.sayApplied(context);
        }
        Decoded.Valid record = find(id, app);
        if (!confirmations.isReady())
            throw Problem.of(ProblemType.NOT_READY, "this node does not know now which edges there are");
        Json.answer(context, json(record));
    }

    // Whoever was told that a command is on the log may ask before this node has read it.
    private void await(UUID id, String app, Wait wait) {
        if (recent.find(id) != null) find(id, app);
        confirmations.await(id, null, wait.atMost()).join();
    }

    private Decoded.Valid find(UUID id, String app) {
        Decoded.Valid record = recent.find(id);
        if (record != null && record.command().subject().app().equals(app)) return record;
        throw Problem.of(ProblemType.NO_SUCH_COMMAND, "no command of that id in the last "
                + RecentCommands.KEPT.toMinutes() + " minutes, or more than " + RecentCommands.MOST
                + " have come since");
    }

    private static UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) return id;
        } catch (IllegalArgumentException e) {
            // falls through to the one error there is for it
        }
        throw Problem.malformed("id: expected a UUID, got " + Quoted.of(text));
    }

    private ObjectNode json(Decoded.Valid record) {
        Command command = record.command();
        ObjectNode json = Json.object().put("command", command.id().toString()).put("type", switch (command) {
            case Command.Block _ -> "block";
            case Command.Unblock _ -> "unblock";
            case Command.Terminate _ -> "terminate";
            case Command.Invalidate _ -> "invalidate";
        });
        Subject subject = command.subject().subject();
        json.putObject("subject").put("kind", subject.kind().wireName()).put("id", subject.id());
        Json.putTime(json, "at", record.at());
        json.putObject("position").put("partition", record.position().partition()).put("offset",
                record.position().offset());
        // A terminate leaves nothing on the blocklist.
        if (command.lane().isOnBlocklist()) json.put("materialized", view.isMaterialized(record.position()));
        Confirmation confirmation = confirmations.now(command.id(), record.position());
        json.put("enforced", confirmation.isEnforced());
        confirmation.confirmed().forEach(json.putArray("confirmed")::add);
        confirmation.missing().forEach(json.putArray("missing")::add);
        confirmation.silent().forEach(json.putArray("silent")::add);
        confirmation.putClosed(json);
        ArrayNode enforcements = json.putArray("enforcements");
        for (EnforcementReport report : confirmation.reports()) {
            enforcements.addObject().put("edge", report.edge()).put("sessions", report.sessions()).put("ms",
                    report.took().toMillis());
        }
        return json;
    }
}
