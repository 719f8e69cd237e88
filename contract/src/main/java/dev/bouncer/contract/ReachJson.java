package dev.bouncer.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fields {@code except}, {@code first_seen_after} and {@code rate} of the block of an app; each absent where it says
 * nothing.
 */
public final class ReachJson {
    private ReachJson() {}

    /** Adds them. */
    public static void put(ObjectNode json, Reach reach) {
        if (!reach.except().isEmpty()) {
            ArrayNode except = json.putArray("except");
            for (Subject subject : reach.exceptInOrder()) {
                except.addObject().put("kind", subject.kind().wireName()).put("id", subject.id());
            }
        }
        Json.putTime(json, "first_seen_after", reach.firstSeenAfter());
        if (reach.rate() != null) json.put("rate", reach.rate());
    }

    // Whoever wrote a newer field of that name for other subjects means something else.
    static Reach read(JsonObject json, SubjectKey subject) {
        return subject.subject().kind() == SubjectKind.APP ? read(json) : Reach.ALL;
    }

    /**
     * Reads them, wherever they stand; other fields are ignored.
     *
     * @throws IllegalArgumentException if one of them says what cannot be
     */
    public static Reach read(JsonObject json) {
        List<JsonObject> listed = json.optionalObjects("except");
        Set<Subject> except = new HashSet<>();
        for (JsonObject subject : listed) {
            except.add(new Subject(SubjectKind.ofWireName(subject.text("kind")), subject.text("id")));
        }
        return new Reach(except, json.optionalTime("first_seen_after"),
                json.has("rate") ? Integer.valueOf(json.int32("rate")) : null);
    }
}
