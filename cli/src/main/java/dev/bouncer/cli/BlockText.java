package dev.bouncer.cli;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.Printable;

/**
 * A block in words for a person.
 *
 * @param kind   of the subject
 * @param id     of the subject
 * @param until  when it ends
 * @param since  when it was given
 * @param actor  by whom
 * @param reason why, and in parentheses for whom, where a block of the app is not for everybody at once
 */
record BlockText(String kind, String id, String until, String since, String actor, String reason) {
    /** The columns of {@link #cells()}. */
    static final List<String> COLUMNS = List.of("KIND", "ID", "UNTIL", "SINCE", "ACTOR", "REASON");

    /** The columns of {@link #invalidation}. */
    static final List<String> INVALIDATION_COLUMNS = List.of("KIND", "ID", "ISSUED BEFORE", "UNTIL", "SINCE", "ACTOR",
            "REASON");

    private static final String NEVER_ENDS = "for ever";

    /** Of a block as the API writes it. */
    static BlockText of(JsonNode block) {
        JsonNode subject = block.path("subject");
        return new BlockText(text(subject, "kind"), text(subject, "id"),
                block.hasNonNull("expires_at") ? text(block, "expires_at") : NEVER_ENDS, text(block, "since"),
                text(block, "actor"), text(block, "reason") + reach(block));
    }

    // A block of the app reads as one of everybody otherwise.
    private static String reach(JsonNode block) {
        List<String> parts = new ArrayList<>();
        int exceptions = block.path("except").size();
        if (exceptions > 0) parts.add("except " + exceptions);
        if (block.hasNonNull("first_seen_after")) parts.add("first seen after " + text(block, "first_seen_after"));
        if (block.hasNonNull("rate")) parts.add(text(block, "rate") + " a second");
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ')';
    }

    /** An invalidation as the API writes it, as a row of a table. */
    static List<String> invalidation(JsonNode json) {
        BlockText text = of(json);
        return List.of(text.kind, text.id, text(json, "issued_before"), text.until, text.since, text.actor,
                text.reason);
    }

    private static String text(JsonNode json, String field) {
        return Printable.line(json.path(field).asText());
    }

    /** For example {@code user alice until 2026-12-01T12:00:00.000Z}. */
    String subjectAndEnd() {
        return kind + ' ' + id + (until.equals(NEVER_ENDS) ? " for ever" : " until " + until);
    }

    /** As a row of a table. */
    List<String> cells() {
        return List.of(kind, id, until, since, actor, reason);
    }
}
