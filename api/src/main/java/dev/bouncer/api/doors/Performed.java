package dev.bouncer.api.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.contract.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command that is on the log.
 *
 * @param confirmation how far it has come on the edges; null: nobody has waited for it
 */
record Performed(Command command, @Nullable Confirmation confirmation) {
    /** Adds it to an answer. */
    ObjectNode putInto(ObjectNode json) {
        json.put("command", command.id().toString());
        if (confirmation != null) confirmation.putInto(json);
        return json;
    }
}
