package dev.bouncer.enforcement;

import java.util.Iterator;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;

/**
 * The blocklist as far as moderation-streams has materialized it. Entries may have ended. Thread-safe; reads see what was
 * written before they began.
 */
public interface BlockStore {
    /** The entry of exactly that key, or null. */
    @Nullable
    BlockEntry get(BlocklistKey key);

    /**
     * The entries from one key to another, in the order of the keys' bytes, as of now.
     *
     * @param from the first key that counts
     * @param to   the first key that no longer counts
     */
    Entries range(byte[] from, byte[] to);

    /**
     * Goes through the rows from one key to another, as {@link #range} does, but does not read them.
     *
     * @return false if the visitor ended it
     */
    default boolean scan(byte[] from, byte[] to, Visitor visitor) {
        try (Entries entries = range(from, to)) {
            while (entries.hasNext()) {
                BlockEntry entry = entries.next();
                if (!visitor.visit(entry.key().bytes(), BlockJson.encode(entry))) return false;
            }
        }
        return true;
    }

    /** Who is shown rows. */
    interface Visitor {
        /**
         * Takes a look at one.
         *
         * @param json as {@link BlockJson} wrote it
         * @return whether to go on
         */
        boolean visit(byte[] key, byte[] json);
    }

    /** Entries being read; to be closed by whoever reads. */
    interface Entries extends Iterator<BlockEntry>, AutoCloseable {
        @Override
        void close();
    }
}
