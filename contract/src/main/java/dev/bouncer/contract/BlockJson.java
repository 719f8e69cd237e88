package dev.bouncer.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Entries of the blocklist as JSON, version 1. */
public final class BlockJson {
    private static final int VERSION = 1;

    private BlockJson() {}

    /** The record value of an entry. */
    public static byte[] encode(BlockEntry block) {
        return Json.bytes(tree(block));
    }

    /**
     * Reads a record value.
     *
     * @throws IllegalArgumentException if it is no entry of this version
     */
    public static BlockEntry decode(byte[] json) {
        return read(JsonObject.parse(json));
    }

    static ObjectNode tree(BlockEntry block) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", VERSION);
        Json.putSubject(json, block.subject());
        json.put("command", block.command().toString());
        Json.putTime(json, "since", block.since());
        Json.putTime(json, "expires_at", block.expiresAt());
        Json.putText(json, "reason", block.reason());
        Json.putText(json, "message", block.message());
        json.put("actor", block.actor());
        Json.putTime(json, "issued_before", block.issuedBefore());
        ReachJson.put(json, block.reach());
        return json;
    }

    static BlockEntry read(JsonObject json) {
        CommandJson.requireVersion(json);
        SubjectKey subject = json.subject(json.text("app"));
        return new BlockEntry(subject, json.uuid("command"), json.time("since"),
                json.optionalTime("expires_at"), json.optionalText("reason"), json.optionalText("message"),
                json.text("actor"), json.optionalTime("issued_before"), ReachJson.read(json, subject));
    }
}
