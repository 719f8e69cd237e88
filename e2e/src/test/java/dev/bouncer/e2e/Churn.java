package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.cli.demo.Client;
import org.jspecify.annotations.Nullable;

/** Clients that come and go at a steady rate, and what they know of their sessions. */
final class Churn implements AutoCloseable {
    /** From the rest on as many go as come. */
    private static final int STAY = 150;
    /** Where the machine cannot keep up, fewer come. */
    private static final int MOST_AT_ONCE = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A session, by times of {@link System#nanoTime}.
     *
     * @param welcomed when its client knew of it
     * @param left     when its client had gone; {@code Long.MAX_VALUE}: it is there
     */
    private record Known(long welcomed, long left) {}

    private record Open(String session, Client client) {}

    private final Fleet fleet;
    private final List<URI> edges;
    private final int aSecond;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Semaphore coming = new Semaphore(MOST_AT_ONCE);
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger disconnected = new AtomicInteger();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Throwable failure;

    Churn(Fleet fleet, List<URI> edges, int aSecond) {
        this.fleet = fleet;
        this.edges = edges;
        this.aSecond = aSecond;
    }

    void start() {
        var _ = pace.scheduleAtFixedRate(() -> begin(), 0, 1_000_000 / aSecond,
                TimeUnit.MICROSECONDS);
    }

    private void begin() {
        if (!coming.tryAcquire()) return;
        threads.execute(() -> {
            try {
                turn();
            } finally {
                coming.release();
            }
        });
    }

    private void turn() {
        try {
            int turn = turns.getAndIncrement();
            Client client = fleet.connect(edges.get(turn % edges.size()), "user-" + turn);
            String welcome = client.next(Duration.ofSeconds(20));
            String session = JSON.readTree(welcome).path("session").textValue();
            known.put(session, new Known(System.nanoTime(), Long.MAX_VALUE));
            Open oldest = null;
            synchronized (open) {
                open.add(new Open(session, client));
                if (open.size() > STAY) oldest = open.remove();
            }
            if (oldest != null) leave(oldest);
        } catch (Exception e) {
            failure = e;
        }
    }

    private void leave(Open leaving) {
        // Before it goes: from here on it may be told, and may not.
        known.computeIfPresent(leaving.session(), (_, was) -> new Known(was.welcomed(), System.nanoTime()));
        leaving.client().close();
        disconnected.incrementAndGet();
    }

    /** Nobody comes or goes any more; returns when all who were about to have. */
    void stop() throws InterruptedException {
        pace.shutdown();
        pace.awaitTermination(5, TimeUnit.SECONDS);
        threads.shutdown();
        if (!threads.awaitTermination(20, TimeUnit.SECONDS)) throw new AssertionError("a client waits for ever");
        if (failure != null) throw new AssertionError("a client failed", failure);
    }

    /**
     * Checks what was told between two times: all who were there throughout, and nobody who had gone long before.
     *
     * @param longBefore how long somebody may still be told who has gone
     */
    void compare(Set<String> told, long from, long to, Duration longBefore) {
        known.forEach((session, was) -> {
            if (was.welcomed() < from && was.left() > to)
                assertThat(told).as("who is there is told").contains(session);
            if (from - was.left() > longBefore.toNanos())
                assertThat(told).as("ghosts").doesNotContain(session);
        });
    }

    /** The sessions that clients have. */
    Set<String> open() {
        synchronized (open) {
            return open.stream().map(Open::session).collect(Collectors.toSet());
        }
    }

    int connected() {
        return known.size();
    }

    int disconnected() {
        return disconnected.get();
    }

    @Override
    public void close() {
        pace.shutdownNow();
        threads.shutdownNow();
        synchronized (open) {
            open.forEach(one -> one.client().close());
        }
    }
}
