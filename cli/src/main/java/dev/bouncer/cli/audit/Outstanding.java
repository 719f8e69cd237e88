package dev.bouncer.cli.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * The commands that were given and have no event yet, by their time, id and key. On disk, however many there are. One
 * thread.
 */
final class Outstanding {
    private static final byte[] MARK = {};

    private final DiskMap commands;

    /** @param commands without entries; belongs to it */
    Outstanding(DiskMap commands) {
        this.commands = commands;
    }

    void given(AuditEvent.Accepted event) {
        commands.put(key(event), MARK);
    }

    void carriedOut(AuditEvent event) {
        if (event instanceof AuditEvent.Accepted accepted) commands.put(key(accepted), null);
    }

    private static byte[] key(AuditEvent.Accepted event) {
        byte[] key = event.command().key().bytes();
        UUID id = event.command().id();
        return ByteBuffer.allocate(3 * Long.BYTES + key.length).putLong(event.at().toEpochMilli())
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).put(key).array();
    }

    /** The first of those that are left, in words; null: none is left. */
    @Nullable
    String first() {
        try (DiskMap.Cursor cursor = commands.cursor()) {
            if (cursor.key() == null) return null;
            ByteBuffer key = ByteBuffer.wrap(cursor.key());
            String at = Times.format(Instant.ofEpochMilli(key.getLong()));
            UUID id = new UUID(key.getLong(), key.getLong());
            return StandardCharsets.UTF_8.decode(key) + " of " + at + " with id " + id;
        }
    }
}
