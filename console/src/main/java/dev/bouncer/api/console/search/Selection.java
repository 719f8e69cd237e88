package dev.bouncer.api.console.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.enforcement.BlockRow;
import org.jspecify.annotations.Nullable;

/**
 * Picks the first of the rows that pass by, and holds no more of them than a page has. Rows that cannot be among them are told by
 * their bytes, and not read. One thread, once.
 */
final class Selection implements Predicate<BlockRow> {
    private static final int LOOK_AT_THE_CLOCK = 256;

    private record Picked(SearchCursor place, BlockEntry block) {}

    private final SearchQuery query;
    private final SearchOrder order;
    private final Wanted actor;
    private final Wanted reason;
    private final @Nullable SearchCursor after;
    private final Instant now;
    private final LongSupplier nanoTime;
    private final long start;
    private final long atMost;
    private final PriorityQueue<Picked> picked;
    private long searched;
    private boolean late;
    private byte @Nullable [] last;

    Selection(SearchQuery query, Instant now, Duration atMost, LongSupplier nanoTime) {
        this.query = query;
        this.order = query.order();
        this.actor = new Wanted(query.actor());
        this.reason = new Wanted(query.reason());
        this.after = query.cursor();
        this.now = now;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.atMost = atMost.toNanos();
        this.picked = new PriorityQueue<>(
                Comparator.comparing(Picked::place, SearchCursor.ORDER).reversed());
    }

    @Override
    public boolean test(BlockRow row) {
        searched++;
        if (searched % LOOK_AT_THE_CLOCK == 0 && nanoTime.getAsLong() - start > atMost) {
            late = true;
            last = row.key();
        }
        if (maySuit(row)) take(row.read());
        return !late && (order != SearchOrder.KEY || picked.size() <= query.limit());
    }

    private boolean maySuit(BlockRow row) {
        byte[] json = row.json();
        if (json == null) return true;
        long rank = order.rank(json);
        if (after != null && rank != Long.MIN_VALUE && rank < after.rank()) return false;
        Picked worst = picked.size() > query.limit() ? picked.peek() : null;
        if (worst != null && rank > worst.place().rank()) return false;
        return actor.mayBeIn(json) && reason.mayBeIn(json);
    }

    private void take(@Nullable BlockEntry block) {
        if (block == null || !block.inForceAt(now) || !actor.isIn(block.actor()) || !reason.isIn(block.reason()))
            return;
        SearchCursor place = new SearchCursor(order.rank(block), block.key());
        if (after != null && SearchCursor.ORDER.compare(place, after) <= 0) return;
        picked.add(new Picked(place, block));
        // One more than the page, so that it is known whether there is a next one.
        if (picked.size() > query.limit() + 1) picked.remove();
    }

    SearchAnswer.Found found() {
        List<Picked> all = new ArrayList<>(picked);
        all.sort(Comparator.comparing(Picked::place, SearchCursor.ORDER));
        boolean more = all.size() > query.limit();
        if (more) all.removeLast();
        // By the order of the keys a full page is whole, however late it is.
        boolean complete = !late || (order == SearchOrder.KEY && more);
        return new SearchAnswer.Found(all.stream().map(Picked::block).toList(), next(all, more, complete), complete,
                searched, Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private @Nullable String next(List<Picked> page, boolean more, boolean complete) {
        if (complete) return more ? page.getLast().place().text(order) : null;
        if (order != SearchOrder.KEY || last == null) return null;
        return new SearchCursor(0, BlocklistKey.parse(new String(last, StandardCharsets.UTF_8)))
                .text(order);
    }
}
