package dev.bouncer.api.doors;

import java.util.Set;

import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Termination;
import dev.bouncer.contract.TerminationJson;

/** Which sessions a terminate is for, and what they are told, as requests say it: as on the topic, and nothing else. */
final class TerminationFields {
    private static final Set<String> CLOSE_FIELDS = Set.of("code", "reason");

    private TerminationFields() {}

    /** @throws IllegalArgumentException if one of them says what cannot be */
    static Termination read(JsonObject json) {
        JsonObject close = json.optionalObject("close");
        if (close != null) close.requireOnly(CLOSE_FIELDS);
        return TerminationJson.read(json);
    }
}
