package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.contract.AuditRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says: how often each command was taken, what is in force, and whether every partition's chain and
 * every event's {@code replaced} fit. Fed record by record, in the order of each partition. Used by one thread.
 */
final class AuditFold {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Fact> inForce = new HashMap<>();
    private final Map<Integer, String> heads = new HashMap<>();
    private final List<String> breaks = new ArrayList<>();
    private long events;
    private long expired;

    void add(int partition, long offset, byte[] value) {
        JsonNode event = parse(value);
        events++;
        String where = partition + "/" + offset + ": " + event;
        chain(partition, value, event, where);
        if (event.path("type").asText().equals("expired")) {
            expire(event, where);
        } else {
            accept(event, where);
        }
    }

    static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void chain(int partition, byte[] value, JsonNode event, String where) {
        String hash = event.path("hash").asText();
        if (!hash.equals(AuditRecord.hashOf(value))) breaks.add("the hash is another: " + where);
        String head = heads.getOrDefault(partition, AuditRecord.GENESIS);
        if (!event.path("previous").asText().equals(head)) breaks.add("expected to follow " + head + ": " + where);
        heads.put(partition, hash);
    }

    private void accept(JsonNode event, String where) {
        JsonNode command = event.path("command");
        taken.merge(command.path("reason").asText(), 1, Integer::sum);
        String type = command.path("type").asText();
        if (type.equals("terminate")) return;
        String user = Fact.user(command);
        replaced(user, event.hasNonNull("replaced") ? Fact.ofBlock(event.path("replaced")) : null, where);
        Fact block = type.equals("block") ? Fact.ofCommand(command) : null;
        if (block == null || block.overAt(Instant.parse(event.path("at").asText()))) {
            inForce.remove(user);
        } else {
            inForce.put(user, block);
        }
    }

    private void replaced(String user, @Nullable Fact said, String where) {
        Fact present = inForce.get(user);
        boolean same = present == null ? said == null : present.equals(said);
        if (!same) breaks.add("expected it to replace " + present + ": " + where);
    }

    private void expire(JsonNode event, String where) {
        expired++;
        Fact block = Fact.ofBlock(event.path("block"));
        if (!inForce.remove(Fact.user(event.path("block")), block)) breaks.add("nothing to expire: " + where);
    }

    /** How many events took the command with that tag. */
    int taken(String tag) {
        return taken.getOrDefault(tag, 0);
    }

    /** Tags of all commands that were taken. */
    Iterable<String> tags() {
        return taken.keySet();
    }

    /** By user. */
    Map<String, Fact> inForce() {
        return inForce;
    }

    /** Where the log contradicts itself. */
    List<String> breaks() {
        return breaks;
    }

    long events() {
        return events;
    }

    long expired() {
        return expired;
    }
}
