package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.BlockEntry;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A page of blocks, or of invalidations.
 *
 * @param blocks in the order of their keys' bytes
 * @param next   the cursor for the page after this one; null: there is none
 */
public record BlockPage(List<BlockEntry> blocks, @Nullable String next) {
    /** Copies the blocks. */
    public BlockPage {
        blocks = List.copyOf(blocks);
    }

    static BlockPage read(BlockStore store, Overlay overlay, BlockQuery query, Instant now) {
        List<BlockEntry> blocks = new ArrayList<>();
        for (BlockRange.Bounds bounds : query.range().bounds()) {
            readRange(store, overlay, bounds, query.limit(), now, blocks);
            if (blocks.size() > query.limit()) {
                blocks.removeLast();
                return new BlockPage(blocks, BlockQuery.cursor(blocks.getLast().key()));
            }
        }
        return new BlockPage(blocks, null);
    }

    /** Merges overlay and store until one more than the limit is found: then there is a next page. */
    private static void readRange(BlockStore store, Overlay overlay, BlockRange.Bounds bounds, int limit, Instant now,
            List<BlockEntry> blocks) {
        // The overlay first: what leaves it after this is in the store by then.
        Iterator<Map.Entry<Bytes, Overlay.Entry>> recent = overlay.range(bounds.from(), bounds.to()).entrySet()
                .iterator();
        try (BlockStore.Entries stored = store.range(bounds.from().get(), bounds.to().get())) {
            Map.Entry<Bytes, Overlay.Entry> left = next(recent);
            BlockEntry right = next(stored);
            while ((left != null || right != null) && blocks.size() <= limit) {
                int order = order(left, right);
                BlockEntry block;
                if (left != null && order <= 0) {
                    block = left.getValue().block();
                    left = next(recent);
                } else {
                    block = right;
                }
                if (order >= 0) right = next(stored);
                if (block != null && block.inForceAt(now)) blocks.add(block);
            }
        }
    }

    private static int order(Map.@Nullable Entry<Bytes, Overlay.Entry> left, @Nullable BlockEntry right) {
        if (left == null) return 1;
        return right == null ? -1 : left.getKey().compareTo(Bytes.wrap(right.key().bytes()));
    }

    private static <T> @Nullable T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }
}
