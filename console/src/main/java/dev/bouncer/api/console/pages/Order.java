package dev.bouncer.api.console.pages;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.api.console.web.Form;
import dev.bouncer.api.doors.BlockLength;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * What a moderator has asked for, before and after they confirm it.
 *
 * @param length  how long, as requests of the API say it; {@value #FOR_EVER}: for ever
 * @param reason  for moderators
 * @param message what the user is told
 */
record Order(Action action, SubjectKey subject, String length, @Nullable String reason, @Nullable String message) {
    static final String FOR_EVER = "ever";

    private static final String OTHER = "other";
    private static final BlockLength LENGTH = new BlockLength("for", "expires_at");

    /** @throws Problem MALFORMED_REQUEST if there is no such subject or action */
    static Order read(Form form, String app) {
        Action action = Action.of(form.text("action"));
        String length = form.text("for").equals(OTHER) ? form.text(OTHER) : form.text("for");
        return new Order(action, Problem.unlessMalformed(
                () -> SubjectKey.of(app, SubjectKind.ofWireName(form.text("kind")), form.exact("id"))),
                action.isLasting() ? length : FOR_EVER, form.optional("reason"), form.optional("message"));
    }

    /** The fields of the form that says it again. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("action", action.wireName());
        fields.put("kind", subject.subject().kind().wireName());
        fields.put("id", subject.subject().id());
        fields.put("for", length);
        fields.put("reason", reason == null ? "" : reason);
        fields.put("message", message == null ? "" : message);
        return fields;
    }

    /**
     * The end, if it were given now.
     *
     * @param block what is in force; null: nothing
     * @return null: none
     * @throws IllegalArgumentException if the length is none
     */
    @Nullable
    Instant end(@Nullable BlockEntry block, Instant now) {
        if (length.equals(FOR_EVER)) return null;
        Instant from = action == Action.EXTEND && block != null && block.expiresAt() != null ? block.expiresAt() : now;
        return LENGTH.endAhead(JsonObject.parse(Json.bytes(Json.object().put("for", length))), from);
    }

    /**
     * The command.
     *
     * @param block what is in force; null: nothing
     * @throws IllegalArgumentException if it cannot be said of the subject
     */
    Command command(UUID id, @Nullable BlockEntry block, String actor, Instant now) {
        return switch (action) {
            case BLOCK -> new Command.Block(id, subject, end(block, now), reason, message, actor, now);
            case EXTEND -> extended(id, requireBlock(block), actor, now);
            case LIFT -> new Command.Unblock(id, subject, reason, actor, now);
            case TERMINATE -> new Command.Terminate(id, subject, reason, actor, now);
            case INVALIDATE ->
                new Command.Invalidate(id, subject, now, end(null, now), reason, message, actor, now);
            case RESTORE -> Command.Invalidate.lift(id, subject, reason, actor, now);
        };
    }

    // What is not said anew stays as it is.
    private Command extended(UUID id, BlockEntry block, String actor, Instant now) {
        return new Command.Block(id, subject, end(block, now), reason == null ? block.reason() : reason,
                message == null ? block.message() : message, actor, now, block.reach());
    }

    private BlockEntry requireBlock(@Nullable BlockEntry block) {
        if (block == null || !block.subject().equals(subject))
            throw new IllegalArgumentException("extend: expected a block of its own in force, got none");
        if (block.expiresAt() == null)
            throw new IllegalArgumentException("extend: expected a block with an end, got one for ever");
        return block;
    }
}
