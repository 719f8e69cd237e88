package dev.bouncer.api.doors.pusher;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.api.doors.BlockLength;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What a signed request wants done about a user. SDKs send {@code {}}, and any body means a terminate, unless it says how
 * long the user is to be kept out.
 */
final class UserCommand {
    private static final String ACTOR = "pusher";
    private static final BlockLength LENGTH = new BlockLength("block_for", "block_until");
    private static final Set<String> BLOCK_FIELDS = Set.of("block_for", "block_until", "reason", "message");

    private UserCommand() {}

    /**
     * The command.
     *
     * @throws IllegalArgumentException if the body asks for a block that cannot be, or gives a reason that is too long
     */
    static Command of(UUID id, SubjectKey user, byte[] body, Instant now) {
        JsonObject json = objectOrNull(body);
        if (json != null && LENGTH.isIn(json)) return block(id, user, json, now);
        return new Command.Terminate(id, user, json == null ? null : reason(json), ACTOR, now);
    }

    private static Command block(UUID id, SubjectKey user, JsonObject json, Instant now) {
        json.requireOnly(BLOCK_FIELDS);
        return new Command.Block(id, user, LENGTH.endAhead(json, now), json.optionalText("reason"),
                json.optionalText("message"), ACTOR, now);
    }

    private static @Nullable JsonObject objectOrNull(byte[] body) {
        try {
            return JsonObject.parse(body);
        } catch (IllegalArgumentException e) {
            // Whoever meant a block and wrote it badly must not be told that all is well.
            if (LENGTH.isNamedIn(new String(body, StandardCharsets.ISO_8859_1).replace("\0", ""))) throw e;
            return null;
        }
    }

    private static @Nullable String reason(JsonObject json) {
        try {
            return json.optionalText("reason");
        } catch (IllegalArgumentException e) {
            return null; // somebody else's field
        }
    }
}
