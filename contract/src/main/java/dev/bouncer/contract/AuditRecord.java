package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An audit event as a link of its partition's chain: deleting, altering, re-ordering or inserting a record breaks it.
 *
 * @param event    what happened
 * @param previous the hash of the record before it in the same partition; {@link #GENESIS} for the first
 * @param hash     SHA-256, in lower-case hex, of this record's canonical JSON (RFC 8785) without the field {@code hash}
 */
public record AuditRecord(AuditEvent event, String previous, String hash) {
    /** What the first record of a partition has as {@code previous}. */
    public static final String GENESIS = "0".repeat(64);

    private static final int VERSION = 1;

    /** @throws IllegalArgumentException if a hash is none */
    public AuditRecord {
        requireHash("previous", previous);
        requireHash("hash", hash);
    }

    /** The link that follows {@code previous}. */
    public static AuditRecord chain(String previous, AuditEvent event) {
        return new AuditRecord(event, previous, sha256(tree(event, previous)));
    }

    /** The record value. */
    public byte[] encode() {
        return Json.bytes(tree(event, previous).put("hash", hash));
    }

    /**
     * Reads a record value. The hash is not checked: see {@link #hashOf}.
     *
     * @throws IllegalArgumentException if it is no audit record of this version
     */
    public static AuditRecord decode(byte[] json) {
        return read(JsonObject.parse(json));
    }

    /**
     * Reads a record value and computes its hash, in one go.
     *
     * @throws IllegalArgumentException where {@link #decode} or {@link #hashOf} has it
     */
    public static Checked check(byte[] json) {
        ObjectNode tree = JsonObject.tree(json);
        AuditRecord record = read(JsonObject.of(tree));
        tree.remove("hash");
        return new Checked(record, sha256(tree));
    }

    /**
     * A record, and the hash that it should carry.
     *
     * @param record   as it stands there
     * @param computed what {@link #hashOf} gives for it
     */
    public record Checked(AuditRecord record, String computed) {}

    private static AuditRecord read(JsonObject object) {
        CommandJson.requireVersion(object);
        String type = object.text("type");
        AuditEvent event = switch (type) {
            case "accepted" -> {
                JsonObject position = object.object("position");
                JsonObject replaced = object.optionalObject("replaced");
                yield new AuditEvent.Accepted(CommandJson.read(object.object("command"), null),
                        new Position(position.int32("partition"), position.integer("offset")),
                        replaced == null ? null : BlockJson.read(replaced), object.time("at"));
            }
            case "expired" -> new AuditEvent.Expired(BlockJson.read(object.object("block")), object.time("at"));
            default ->
                throw new IllegalArgumentException("type: expected accepted or expired, got " + Text.quote(type));
        };
        return new AuditRecord(event, object.text("previous"), object.text("hash"));
    }

    /**
     * The hash that a record value should carry, computed over everything that stands in it, known field or not.
     *
     * @throws IllegalArgumentException if it is no JSON object, or holds what Bouncer never writes: a fraction, a number
     *                                  beyond 2^53 or a lone surrogate
     */
    public static String hashOf(byte[] json) {
        ObjectNode tree = JsonObject.tree(json);
        tree.remove("hash");
        return sha256(tree);
    }

    static void requireHash(String what, String hash) {
        if (!isHash(hash)) {
            throw new IllegalArgumentException(
                    what + ": expected 64 hexadecimal digits in lower case, got " + Text.quote(hash));
        }
    }

    private static boolean isHash(String hash) {
        for (int i = 0; i < hash.length(); i++) {
            char c = hash.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return hash.length() == GENESIS.length();
    }

    private static ObjectNode tree(AuditEvent event, String previous) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", VERSION);
        switch (event) {
            case AuditEvent.Accepted accepted -> {
                json.put("type", "accepted");
                json.set("command", CommandJson.tree(accepted.command()));
                json.putObject("position").put("partition", accepted.position().partition()).put("offset",
                        accepted.position().offset());
                if (accepted.replaced() != null) json.set("replaced", BlockJson.tree(accepted.replaced()));
            }
            case AuditEvent.Expired expired -> {
                json.put("type", "expired");
                json.set("block", BlockJson.tree(expired.block()));
            }
        }
        Json.putTime(json, "at", event.at());
        return json.put("previous", previous);
    }

    private static String sha256(ObjectNode json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(CanonicalJson.write(json).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
