package dev.bouncer.api.confirm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import dev.bouncer.contract.EdgeAnnouncement;

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
     * @param spokeAt when it said so, as well as that is known
     * @param readAt  when it was read here, which was not before
     */
    private record Known(EdgeAnnouncement said, long spokeAt, long readAt) {}

    private final long forgetAfter;
    private final LongSupplier nanoTime;
    private final Map<String, Known> edges = new TreeMap<>();
    private boolean complete;
    private long readUpTo;

    /**
     * @param forgetAfter how long an edge may be silent before it is forgotten
     * @param nanoTime    a clock that nobody sets
     */
    public Edges(Duration forgetAfter, LongSupplier nanoTime) {
        this.forgetAfter = forgetAfter.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * An edge has spoken.
     *
     * @param age how long ago, where it was not just now
     */
    public synchronized void heard(EdgeAnnouncement said, Duration age) {
        long now = nanoTime.getAsLong();
        edges.put(said.edge(), new Known(said, now - age.toNanos(), now));
    }

    /** An edge has left, or was forgotten. */
    public synchronized void gone(String edge) {
        edges.remove(edge);
    }

    /**
     * All that edges had said at that time has been read. What is concluded from silence is concluded from this: this node
     * may be the one that is cut off.
     *
     * @param time of the clock that nobody sets
     */
    public synchronized void readUpTo(long time) {
        complete = true;
        notifyAll();
        readUpTo = time;
        edges.values().removeIf(known -> time - known.spokeAt() >= forgetAfter);
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
                Duration.ofNanos(Math.max(0, now - known.spokeAt())), isCounted(known))).toList();
    }

    /** Those that a command has to be confirmed by. */
    public Stream<EdgeState> counted() {
        return all().stream().filter(EdgeState::counted);
    }

    /** Before which offset of a partition all edges that count have enforced everything. */
    synchronized long confirmedBelow(int partition) {
        long lowest = Long.MAX_VALUE;
        for (Known known : edges.values()) {
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

    /** Whether there is one that has not spoken for long enough to conclude something from it. */
    synchronized boolean hasSilent() {
        long now = nanoTime.getAsLong();
        return edges.values().stream().anyMatch(known -> now - known.spokeAt() >= SILENT_AFTER.toNanos());
    }
}
