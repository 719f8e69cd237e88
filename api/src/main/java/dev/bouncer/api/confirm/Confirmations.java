package dev.bouncer.api.confirm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.bouncer.contract.Position;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait until all edges have enforced their commands. A wait is an entry in a table and a timer, no thread; each
 * announcement looks only at those whose wait it ends. Thread-safe.
 */
public final class Confirmations implements AutoCloseable {
    private final Edges edges;
    private final RecentCommands recent;
    private final Map<Integer, ConcurrentNavigableMap<Long, Waiters>> waiting = new ConcurrentHashMap<>();
    private final Set<Waiter> all = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("confirmations").factory());

    /** Waits for what is heard of these. */
    public Confirmations(Edges edges, RecentCommands recent) {
        this.edges = edges;
        this.recent = recent;
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Whether it is known which edges there are, so that none is overlooked. */
    public boolean isReady() {
        return edges.isKnown();
    }

    /**
     * Waits until every edge that counts has enforced a command, or the time is over.
     *
     * @param position where it stands; null: where this node finds it
     * @return completes within the time, and never exceptionally
     */
    public CompletableFuture<Confirmation> await(UUID command, @Nullable Position position, Duration atMost) {
        Waiter waiter = new Waiter(command);
        all.add(waiter);
        var _ = waiter.answer.whenComplete((_, _) -> all.remove(waiter));
        if (position != null) {
            waiter.standsAt(position);
        } else {
            var _ = recent.position(command).thenAccept(waiter::standsAt);
            var _ = waiter.answer.whenComplete((_, _) -> recent.release(command));
        }
        if (!waiter.answer.isDone()) waiter.expireAfter(atMost);
        return waiter.answer;
    }

    /**
     * The same for many commands together: it is enforced when all are.
     *
     * @param commands 1 or more
     */
    public CompletableFuture<Confirmation> awaitAll(List<Placed> commands, Duration atMost) {
        // Edges go through a partition in order: who has done the last has done all before it.
        Map<Integer, Placed> last = new HashMap<>();
        List<CompletableFuture<Confirmation>> waits = new ArrayList<>();
        for (Placed placed : commands) {
            if (placed.position() == null) {
                waits.add(await(placed.command(), null, atMost));
            } else {
                last.merge(placed.position().partition(), placed, Placed::later);
            }
        }
        last.values().forEach(placed -> waits.add(await(placed.command(), placed.position(), atMost)));
        return CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new))
                .thenApply(_ -> Confirmation.ofAll(waits.stream().map(CompletableFuture::join).toList(),
                        commands.stream().flatMap(placed -> recent.reports(placed.command()).stream()).toList()));
    }

    /**
     * A command that is on the log.
     *
     * @param position where; null: where this node finds it
     */
    public record Placed(UUID command, @Nullable Position position) {
        private static Placed later(Placed a, Placed b) {
            return a.position() != null && b.position() != null && a.position().offset() > b.position().offset()
                    ? a
                    : b;
        }
    }

    /** How far a command has come now. */
    public Confirmation now(UUID command, Position position) {
        return Confirmation.of(edges, recent, command, position);
    }

    /** An edge may have come further, or may count no more. */
    public void check() {
        waiting.keySet().forEach(this::check);
    }

    private void check(int partition) {
        ConcurrentNavigableMap<Long, Waiters> here = waiting.get(partition);
        if (here == null || here.isEmpty()) return;
        here.headMap(edges.confirmedBelow(partition)).values().forEach(Waiters::finishIfEnforced);
    }

    /** How many wait for a command whose place is known. */
    int waiting() {
        return waiting.values().stream().mapToInt(Map::size).sum();
    }

    /** Whoever waits is answered how far it has come, and whoever comes at once. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        all.forEach(Waiter::finish);
    }

    /** All who wait for the command at one place: a retry may do so beside the first. */
    private static final class Waiters {
        private final Set<Waiter> here = ConcurrentHashMap.newKeySet();

        void finishIfEnforced() {
            here.forEach(Waiter::finishIfEnforced);
        }
    }

    private final class Waiter {
        private final UUID command;
        private final CompletableFuture<Confirmation> answer = new CompletableFuture<>();
        private volatile @Nullable Position position;

        Waiter(UUID command) {
            this.command = command;
        }

        void expireAfter(Duration time) {
            try {
                Future<?> deadline = deadlines.schedule(this::finish, time.toNanos(), TimeUnit.NANOSECONDS);
                var _ = answer.whenComplete((_, _) -> deadline.cancel(false));
            } catch (RejectedExecutionException e) {
                finish();
            }
        }

        // In the table before asked: an announcement either is seen by the question or finds it there.
        void standsAt(Position at) {
            position = at;
            waiting.computeIfAbsent(at.partition(), _ -> new ConcurrentSkipListMap<>()).compute(at.offset(),
                    (_, there) -> {
                        Waiters waiters = there == null ? new Waiters() : there;
                        waiters.here.add(this);
                        return waiters;
                    });
            var _ = answer.whenComplete((_, _) -> leave(at));
            check(at.partition());
        }

        private void leave(Position at) {
            waiting.getOrDefault(at.partition(), new ConcurrentSkipListMap<>()).computeIfPresent(at.offset(),
                    (_, waiters) -> {
                        waiters.here.remove(this);
                        return waiters.here.isEmpty() ? null : waiters;
                    });
        }

        void finish() {
            answer.complete(Confirmation.of(edges, recent, command, position));
        }

        // An edge may have come, or gone back, since it was asked how far all have come.
        void finishIfEnforced() {
            Confirmation now = Confirmation.of(edges, recent, command, position);
            if (now.isEnforced()) answer.complete(now);
        }
    }
}
