package dev.bouncer.client;

import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What requests say: the fields of commands as bodies, as lines and as bulks have them. */
final class Requests {
    private Requests() {}

    static String type(Command command) {
        if (command instanceof Block) return "block";
        if (command instanceof Unblock) return "unblock";
        if (command instanceof Terminate) return "terminate";
        return "invalidate";
    }

    static String method(Command command) {
        return command instanceof Block || command instanceof Invalidate ? "PUT" : "DELETE";
    }

    /** The collection of the API in whose path the command's subject stands. */
    static String collection(Command command) {
        if (command instanceof Terminate) return "sessions";
        return command instanceof Invalidate ? "invalidations" : "blocks";
    }

    /** What is said of whoever it is about. */
    static ObjectNode fields(Command command) {
        ObjectNode json = Wire.object();
        if (command instanceof Block block) putBlock(json, block);
        if (command instanceof Terminate terminate) putTerminate(json, terminate);
        if (command instanceof Invalidate invalidate) {
            Wire.put(json, "issued_before", invalidate.issuedBefore());
            Wire.put(json, "for", invalidate.length());
            Wire.put(json, "expires_at", invalidate.until());
            Wire.put(json, "message", invalidate.message());
        }
        Wire.put(json, "reason", command.reason());
        return json;
    }

    private static void putBlock(ObjectNode json, Block block) {
        Wire.put(json, "for", block.length());
        Wire.put(json, "expires_at", block.until());
        Wire.put(json, "message", block.message());
        if (!block.except().isEmpty()) putSubjects(json, "except", block.except());
        Wire.put(json, "first_seen_after", block.firstSeenAfter());
        if (block.rate() != null) json.put("rate", block.rate());
    }

    private static void putTerminate(ObjectNode json, Terminate terminate) {
        putSessions(json, "only", terminate.only());
        putSessions(json, "except", terminate.except());
        Terminate.Close close = terminate.close();
        if (close != null) json.putObject("close").put("code", close.code()).put("reason", close.reason());
    }

    private static void putSessions(ObjectNode json, String field, List<UUID> sessions) {
        if (sessions.isEmpty()) return;
        ArrayNode array = json.putArray(field);
        sessions.forEach(session -> array.add(session.toString()));
    }

    private static void putSubjects(ObjectNode json, String field, Collection<Subject> subjects) {
        ArrayNode array = json.putArray(field);
        subjects.forEach(subject -> array.add(Wire.json(subject)));
    }

    /** A line for each command. */
    static String lines(List<? extends Command> commands) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        for (Command command : commands) {
            ObjectNode line = fields(command).put("type", type(command));
            line.set("subject", Wire.json(command.subject()));
            lines.add(line.toString());
        }
        return lines.toString();
    }

    /** The command about all these in place of its own subject. */
    static String bulk(Command form, Collection<Subject> subjects) {
        ObjectNode json = fields(form).put("type", type(form));
        putSubjects(json, "subjects", subjects);
        return json.toString();
    }
}
