package dev.bouncer.e2e.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/** An audit log of one partition, made up by a test. */
final class AuditLog {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private final List<byte[]> values = new ArrayList<>();
    private final Map<String, BlockEntry> present = new HashMap<>();
    private String head = AuditRecord.GENESIS;

    static String id(String tag) {
        return UUID.nameUUIDFromBytes(tag.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** A block for ever. */
    void accepted(String tag, String user) {
        accepted(tag, user, null);
    }

    void accepted(String tag, String user, @Nullable Instant expiresAt) {
        Command.Block block = new Command.Block(UUID.fromString(id(tag)),
                SubjectKey.of(Launch.APP, SubjectKind.USER, user), expiresAt, tag, null, "test", AT);
        AuditEvent event = new AuditEvent.Accepted(block, new Position(0, values.size()), present.get(user), AT);
        present.put(user, BlockEntry.of(block));
        AuditRecord record = AuditRecord.chain(head, event);
        head = record.hash();
        values.add(record.encode());
    }

    List<byte[]> values() {
        return values;
    }

    /** The same with another record in a place. */
    AuditLog with(int index, byte[] value) {
        AuditLog changed = without(index);
        changed.values.add(index, value);
        return changed;
    }

    /** The same with a record missing. */
    AuditLog without(int index) {
        AuditLog changed = new AuditLog();
        changed.values.addAll(values);
        changed.values.remove(index);
        return changed;
    }

    AuditFold fold() {
        AuditFold fold = new AuditFold();
        for (int offset = 0; offset < values.size(); offset++) {
            fold.add(0, offset, values.get(offset));
        }
        return fold;
    }
}
