package dev.bouncer.enforcement;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import org.jspecify.annotations.Nullable;

/**
 * A row that is passed by: to read it costs several times what passing it does, so whoever looks for few among many first
 * looks at its bytes. One thread.
 */
public final class BlockRow {
    private final byte[] key;
    private final byte @Nullable [] json;
    private final @Nullable BlockEntry block;

    private BlockRow(byte[] key, byte @Nullable [] json, @Nullable BlockEntry block) {
        this.key = key;
        this.json = json;
        this.block = block;
    }

    static BlockRow stored(byte[] key, byte[] json) {
        return new BlockRow(key, json, null);
    }

    static BlockRow recent(byte[] key, BlockEntry block) {
        return new BlockRow(key, null, block);
    }

    /** Its key's bytes, by which rows are in order; not to be changed. */
    public byte[] key() {
        return key;
    }

    /** As {@link BlockJson} wrote it, not to be changed; null: it is not written yet. */
    public byte @Nullable [] json() {
        return json;
    }

    /** What it says, whether in force or not; null: it cannot be read. */
    public @Nullable BlockEntry read() {
        if (block != null || json == null) return block;
        try {
            return BlockJson.decode(json);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
