package dev.bouncer.api.doors;

import java.util.Set;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/** The body of a DELETE, which may say why and nothing else. */
final class Reason {
    private static final Set<String> FIELDS = Set.of("reason");

    private Reason() {}

    /** @throws IllegalArgumentException if the body says anything else */
    static @Nullable String only(@Nullable JsonObject body) {
        if (body == null) return null;
        body.requireOnly(FIELDS);
        return body.optionalText("reason");
    }
}
