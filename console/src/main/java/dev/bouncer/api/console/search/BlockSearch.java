package dev.bouncer.api.console.search;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import dev.bouncer.api.console.access.Places;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.enforcement.BlockPage;
import dev.bouncer.enforcement.BlockQuery;
import dev.bouncer.enforcement.BlockRow;
import dev.bouncer.enforcement.BlocklistView;

/**
 * Searches the blocks in force by passing them all by: no index that every block would have to be written to twice, and nothing
 * on the heap but the page. A search takes a whole processor for as long as it may, so there are few at a time, on threads of
 * their own: on those of the requests, two of them would keep everybody from giving commands. One session has one of them, and
 * one app two. A page by key alone is read where it is asked for: that takes no more rows than it shows. Thread-safe.
 */
public final class BlockSearch implements AutoCloseable {
    /** How long a search may take unless somebody asks for more. */
    public static final Duration USUAL = Duration.ofSeconds(2);
    /** The longest that may be asked for. */
    public static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int WAITING = 8;
    /** How much longer than the search itself anybody waits, its turn included. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_OF_A_SESSION = 1;
    private static final int MOST_OF_AN_APP = 2;

    private final BlocklistView view;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor threads;
    private final Places ofSessions = new Places(MOST_OF_A_SESSION);
    private final Places ofApps = new Places(MOST_OF_AN_APP);

    /** Searches that view; one at a time for every four processors. */
    public BlockSearch(BlocklistView view, InstantSource clock) {
        this(view, clock, System::nanoTime, Math.max(1, Runtime.getRuntime().availableProcessors() / 4), WAITING);
    }

    BlockSearch(BlocklistView view, InstantSource clock, LongSupplier nanoTime, int atOnce, int waiting) {
        this.view = view;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.threads = new ThreadPoolExecutor(atOnce, atOnce, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name("search-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Searches, and waits for it.
     *
     * @param session of whoever searches
     * @param atMost  how long it may take, once it has its turn; more than {@link #LONGEST} is that
     * @return {@link SearchAnswer.Busy} if that session, its app or all together search as much as they may, its turn does not
     *         come, or this node goes away
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException if the store is just being made anew
     */
    public SearchAnswer search(String session, SearchQuery query, Duration atMost) throws InterruptedException {
        if (query.isByKeyAlone()) return list(query);
        Duration limit = atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost;
        if (!ofSessions.take(session)) return new SearchAnswer.Busy();
        try {
            if (!ofApps.take(query.app())) return new SearchAnswer.Busy();
            try {
                return inTurn(query, limit);
            } finally {
                ofApps.leave(query.app());
            }
        } finally {
            ofSessions.leave(session);
        }
    }

    private SearchAnswer inTurn(SearchQuery query, Duration limit) throws InterruptedException {
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<SearchAnswer> search;
        try {
            search = threads.submit(() -> run(query, limit, abandoned));
        } catch (RejectedExecutionException e) {
            return new SearchAnswer.Busy();
        }
        try {
            return search.get(limit.plus(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            return new SearchAnswer.Busy();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException("the search failed", e.getCause());
        } finally {
            // Not by an interrupt, which RocksDB would not hear.
            abandoned.set(true);
            if (search.cancel(false)) threads.purge();
        }
    }

    private SearchAnswer list(SearchQuery query) {
        long start = nanoTime.getAsLong();
        SearchCursor after = query.cursor();
        BlockPage page = view.list(new BlockQuery(query.app(), query.kind(), query.prefix(),
                after == null ? null : cursor(after.key()), query.limit()), clock.instant());
        String next = page.next() == null
                ? null
                : new SearchCursor(0, page.blocks().getLast().key()).text(SearchOrder.KEY);
        return new SearchAnswer.Found(page.blocks(), next, true, page.blocks().size(),
                Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    // As BlockQuery has them.
    private static String cursor(BlocklistKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes());
    }

    private SearchAnswer run(SearchQuery query, Duration atMost, AtomicBoolean abandoned) {
        Selection selection = new Selection(query, clock.instant(), atMost, nanoTime);
        view.scan(query.range(), (BlockRow row) -> !abandoned.get() && selection.test(row));
        return selection.found();
    }

    /** Whether a search waits for its turn. */
    boolean isWaitedFor() {
        return !threads.getQueue().isEmpty();
    }

    @Override
    public void close() {
        // Whoever waits for one that never begins is told so.
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> search) search.cancel(false);
        }
    }
}
