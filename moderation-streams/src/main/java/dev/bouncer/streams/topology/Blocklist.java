package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The blocks of one partition, kept in step with the index of their ends. Belongs to one task; not thread-safe. */
final class Blocklist {
    private final KeyValueStore<byte[], byte[]> blocks;
    private final ExpiryIndex expiries;

    Blocklist(KeyValueStore<byte[], byte[]> blocks, ExpiryIndex expiries) {
        this.blocks = blocks;
        this.expiries = expiries;
    }

    /** The subject's block, ended or not; null: none. */
    @Nullable
    BlockEntry get(SubjectKey subject) {
        byte[] value = blocks.get(subject.bytes());
        return value == null ? null : BlockJson.decode(value);
    }

    /**
     * Puts one block in the place of another.
     *
     * @param present what {@link #get} gives for the subject
     * @param next    what it shall give; null: nothing
     */
    void replace(SubjectKey subject, @Nullable BlockEntry present, @Nullable BlockEntry next) {
        if (present != null) expiries.remove(present);
        if (next != null) {
            blocks.put(subject.bytes(), BlockJson.encode(next));
            expiries.add(next);
        } else if (present != null) {
            blocks.delete(subject.bytes());
        }
    }

    /** The blocks that end at or before that time, earliest first; at most that many. */
    List<BlockEntry> endingBy(Instant time, int limit) {
        List<BlockEntry> ended = new ArrayList<>();
        for (SubjectKey subject : expiries.endingBy(time, limit)) {
            BlockEntry block = get(subject);
            if (block == null)
                throw new IllegalStateException("the expiry index names " + subject + ", the blocklist does not");
            ended.add(block);
        }
        return ended;
    }
}
