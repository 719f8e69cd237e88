package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Judges the records of the commands topic, for edges and for moderation-streams alike, so that they cannot disagree.
 * Pure and immutable; never throws for what stands in a record.
 */
public final class CommandDecoder {
    private static final String ERASED = "tombstone on the commands topic";

    private final int partitions;

    /** @param partitions how many partitions the commands topic has */
    public CommandDecoder(int partitions) {
        if (partitions < 1) throw new IllegalArgumentException("partitions: expected at least 1, got " + partitions);
        this.partitions = partitions;
    }

    /**
     * Judges one record.
     *
     * @param timestamp the record's, in milliseconds since the epoch
     */
    public Decoded decode(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            return judge(new Position(partition, offset), Instant.ofEpochMilli(timestamp), key, value);
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private Decoded judge(Position position, Instant at, byte @Nullable [] rawKey, byte @Nullable [] value) {
        if (rawKey == null) throw new IllegalArgumentException("key: expected lane:app:kind:id, got none");
        CommandKey key = CommandKey.parse(rawKey);
        byte[] canonical = key.bytes();
        // A key in another spelling (an IPv6 address in capitals) would be compacted apart from its canonical one.
        boolean inPlace = Arrays.equals(rawKey, canonical) && key.partition(partitions) == position.partition();

        if (value == null) {
            return inPlace && key.lane().isOnBlocklist()
                    ? new Decoded.Valid(erasure(key, position, at), position, at)
                    : new Decoded.Cleared();
        }
        Command command = CommandJson.decode(value, at);
        if (!command.key().equals(key)) {
            throw new IllegalArgumentException(
                    "expected the key of the command, " + Text.quote(command.key().toString())
                            + ", got " + Text.quote(key.toString()));
        }
        return inPlace ? new Decoded.Valid(command, position, at) : new Decoded.Misplaced(key);
    }

    // The id must be the same whoever decodes the record, and however often.
    private static Command erasure(CommandKey key, Position position, Instant at) {
        String name = "bouncer:erasure:" + position.partition() + ':' + position.offset() + ':' + at.toEpochMilli();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return key.lane() == Lane.INVALIDATE
                ? Command.Invalidate.lift(id, key.subject(), ERASED, CommandJson.UNNAMED_ACTOR, at)
                : new Command.Unblock(id, key.subject(), ERASED, CommandJson.UNNAMED_ACTOR, at);
    }
}
