package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import dev.bouncer.contract.EdgeAnnouncement;
import org.jspecify.annotations.Nullable;

/**
 * The edges of the fleet, by what they say of themselves. One that falls silent stays here until it speaks again, leaves, is
 * forgotten by an operator, or has been silent for so long that it is forgotten for that. Thread-safe.
 */
public final class Edges {
    /** After so long without a word an edge counts as silent. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(5);
    /** So much longer than an edge's {@code fence-after} it is waited until it is certain that it has fenced itself. */
    public static final Duration FENCE_ALLOWANCE = Duration.ofSeconds(5);
    /**
     * So long after the last proof that everything said has been read, nothing is known of the edges; and so long without a gap
     * it must have been, until one that has not been heard in that time may be forgotten: when Kafka comes back, edges need a
     * moment, too.
     */
    public static final Duration HEARING = Duration.ofSeconds(10);

    private static final long NEVER = Long.MIN_VALUE;

    /**
     * @param spokeAt     when it said so, as well as that is known
     * @param readAt      when it was read here, which was not before
     * @param contestedAt when another process last spoke by its name, one that had been started before it
     */
    private record Known(EdgeAnnouncement said, long spokeAt, long readAt, long contestedAt) {
        boolean isContested(long now) {
            return contestedAt != NEVER && now - contestedAt < SILENT_AFTER.toNanos();
        }
    }

    private final long forgetAfter;
    private final LongSupplier nanoTime;
    private final Map<String, Known> edges = new TreeMap<>();
    private boolean complete;
    private long readUpTo;
    private long hearingSince;

    /**
     * @param forgetAfter how long an edge may be silent before it is forgotten
     * @param nanoTime    a clock that nobody sets
     */
    public Edges(Duration forgetAfter, LongSupplier nanoTime) {
        this.forgetAfter = forgetAfter.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * What is said is read from the beginning, again perhaps: until it has been read to its end, nothing is known for certain
     * of who there is.
     */
    public synchronized void begin() {
        complete = false;
    }

    /**
     * An edge has spoken.
     *
     * @param age how long ago, where it was not just now
     * @return false if it was not the process that is known by this name, but one that was started before it and should be gone
     */
    public synchronized boolean heard(EdgeAnnouncement said, Duration age) {
        long now = nanoTime.getAsLong();
        Known present = edges.get(said.edge());
        if (present != null && said.startedAt().isBefore(present.said().startedAt())) {
            edges.put(said.edge(), new Known(present.said(), present.spokeAt(), present.readAt(), now));
            return false;
        }
        edges.put(said.edge(),
                new Known(said, now - age.toNanos(), now, present == null ? NEVER : present.contestedAt()));
        return true;
    }

    /**
     * An edge has left, or was forgotten.
     *
     * @param startedAt of the process that has left, which may have been replaced by then; null: whichever it is
     */
    public synchronized void gone(String edge, @Nullable Instant startedAt) {
        edges.computeIfPresent(edge,
                (_, known) -> startedAt != null && startedAt.isBefore(known.said().startedAt()) ? known : null);
    }

    /**
     * All that edges had said at that time has been read. What is concluded from silence is concluded from this: this node
     * may be the one that is cut off.
     *
     * @param time of the clock that nobody sets
     */
    public synchronized void readUpTo(long time) {
        if (!complete || time - readUpTo >= HEARING.toNanos()) hearingSince = time;
        complete = true;
        notifyAll();
        readUpTo = time;
        if (time - hearingSince >= HEARING.toNanos())
            edges.values().removeIf(known -> time - known.spokeAt() >= forgetAfter);
    }

    /** Whether it is known who there is, now: everything has been read, up to a moment ago. */
    public synchronized boolean isKnown() {
        return complete && nanoTime.getAsLong() - readUpTo < HEARING.toNanos();
    }

    /** Whether everything said before this node started has been read, so that no edge is overlooked. */
    public synchronized boolean isComplete() {
        return complete;
    }

    /** Waits until it is. */
    public synchronized boolean awaitComplete(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!complete) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** All of them, by id. */
    public synchronized List<EdgeState> all() {
        long now = nanoTime.getAsLong();
        return edges.values().stream().map(known -> new EdgeState(known.said(),
                Duration.ofNanos(Math.max(0, now - known.spokeAt())), isCounted(known), known.isContested(now)))
                .toList();
    }

    /** Those that a command has to be confirmed by. */
    public Stream<EdgeState> counted() {
        return all().stream().filter(EdgeState::counted);
    }

    /** Before which offset of a partition all edges that count have enforced everything. */
    synchronized long confirmedBelow(int partition) {
        if (!isKnown()) return 0;
        long now = nanoTime.getAsLong();
        long lowest = Long.MAX_VALUE;
        for (Known known : edges.values()) {
            if (known.isContested(now)) return 0;
            if (!isCounted(known)) continue;
            List<Long> applied = known.said().applied();
            lowest = Math.min(lowest, partition < applied.size() ? applied.get(partition) : 0);
        }
        return lowest;
    }

    private boolean isCounted(Known known) {
        return !known.said().applied().isEmpty() && !isFenced(known);
    }

    // What it said last was acknowledged to it after it was said and, at the latest, is known to have been said when it was
    // read; from the former on it counts, from the latter this node.
    private boolean isFenced(Known known) {
        Duration fenceAfter = known.said().fenceAfter();
        return fenceAfter != null
                && readUpTo - known.readAt() >= fenceAfter.plus(FENCE_ALLOWANCE).toNanos();
    }
}
