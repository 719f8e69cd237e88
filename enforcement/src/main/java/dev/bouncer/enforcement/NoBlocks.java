package dev.bouncer.enforcement;

import java.util.NoSuchElementException;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;

/** What a node knows before it has restored anything: nothing. */
final class NoBlocks implements BlockStore {
    @Override
    public @Nullable BlockEntry get(BlocklistKey key) {
        return null;
    }

    @Override
    public Entries range(byte[] from, byte[] to) {
        return new Entries() {
            @Override
            public boolean hasNext() {
                return false;
            }

            @Override
            public BlockEntry next() {
                throw new NoSuchElementException();
            }

            @Override
            public void close() {
                // nothing to release
            }
        };
    }
}
