package dev.bouncer.enforcement;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Passes by the rows of overlay and store, in the order of their keys. One thread, once. */
final class RowScan {
    private final Predicate<BlockRow> visitor;
    private final Iterator<Map.Entry<Bytes, Overlay.Entry>> recent;
    private Map.@Nullable Entry<Bytes, Overlay.Entry> next;

    private RowScan(Overlay overlay, BlockRange.Bounds bounds, Predicate<BlockRow> visitor) {
        this.visitor = visitor;
        this.recent = overlay.range(bounds.from(), bounds.to()).entrySet().iterator();
        advance();
    }

    static boolean run(BlockStore store, Overlay overlay, BlockRange range, Predicate<BlockRow> visitor) {
        for (BlockRange.Bounds bounds : range.bounds()) {
            // The overlay first: what leaves it after this is in the store by then.
            RowScan scan = new RowScan(overlay, bounds, visitor);
            if (!store.scan(bounds.from().get(), bounds.to().get(), scan::stored) || !scan.rest()) return false;
        }
        return true;
    }

    private void advance() {
        next = recent.hasNext() ? recent.next() : null;
    }

    private boolean stored(byte[] key, byte[] json) {
        while (next != null) {
            int order = Arrays.compareUnsigned(next.getKey().get(), key);
            if (order > 0) break;
            if (!takeRecent()) return false;
            // The overlay's word on that row is the later one.
            if (order == 0) return true;
        }
        return visitor.test(BlockRow.stored(key, json));
    }

    private boolean rest() {
        while (next != null) {
            if (!takeRecent()) return false;
        }
        return true;
    }

    private boolean takeRecent() {
        Map.Entry<Bytes, Overlay.Entry> taken = next;
        advance();
        return taken == null || taken.getValue().block() == null
                || visitor.test(BlockRow.recent(taken.getKey().get(), taken.getValue().block()));
    }
}
