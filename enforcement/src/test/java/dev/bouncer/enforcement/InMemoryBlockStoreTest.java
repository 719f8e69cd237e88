package dev.bouncer.enforcement;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;

class InMemoryBlockStoreTest extends BlockStoreKit {
    private final InMemoryBlockStore store = new InMemoryBlockStore();

    @Override
    protected BlockStore store() {
        return store;
    }

    @Override
    protected void write(BlocklistKey key, @Nullable BlockEntry block) {
        if (block == null) {
            store.remove(key);
        } else {
            store.put(block);
        }
    }
}
