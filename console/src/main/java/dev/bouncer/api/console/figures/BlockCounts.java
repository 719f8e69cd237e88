package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.bouncer.contract.Lane;
import dev.bouncer.enforcement.BlockRange;
import dev.bouncer.enforcement.BlocklistView;

/**
 * How many blocks each app has in its rows of the blocklist. To count them is to pass them all by, so it is done the more seldom
 * the longer it takes: never more than a hundredth of the time for each app. One thread counts, any may ask.
 */
public final class BlockCounts {
    private static final long SHARE = 100;
    private static final int LOOK_UP = 1_024;

    private record Counted(long blocks, long at, long took) {}

    private final BlocklistView view;
    private final BooleanSupplier known;
    private final LongSupplier nanoTime;
    private final Duration interval;
    private final Map<String, Counted> counts = new ConcurrentHashMap<>();

    /**
     * Counts what that view shows.
     *
     * @param known    whether it shows all that there is
     * @param interval how long a count is good for at least
     */
    public BlockCounts(BlocklistView view, BooleanSupplier known, Duration interval, LongSupplier nanoTime) {
        this.view = view;
        this.known = known;
        this.interval = interval;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts those of an app, if it is time to.
     *
     * @param goOn asked again and again: false ends it without a result
     */
    void count(String app, BooleanSupplier goOn) {
        if (!known.getAsBoolean()) return;
        long start = nanoTime.getAsLong();
        Counted last = counts.get(app);
        if (last != null && start - last.at() < Math.max(interval.toNanos(), last.took() * SHARE)) return;
        long[] rows = {0};
        BlockRange all = new BlockRange(Lane.BLOCK, app, null, "", null);
        if (!view.scan(all, _ -> ++rows[0] % LOOK_UP != 0 || goOn.getAsBoolean())) return;
        long end = nanoTime.getAsLong();
        counts.put(app, new Counted(rows[0], end, end - start));
    }

    /** As many as there were when they were last counted, those whose end was within the last minute included; negative: unknown. */
    public long of(String app) {
        Counted last = counts.get(app);
        return last == null ? -1 : last.blocks();
    }
}
