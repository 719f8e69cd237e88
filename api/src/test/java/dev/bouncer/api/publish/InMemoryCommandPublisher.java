package dev.bouncer.api.publish;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import org.jspecify.annotations.Nullable;

/** A log without Kafka, with partitions as Kafka has them. Thread-safe. */
public final class InMemoryCommandPublisher implements CommandPublisher {
    private record Held(Command command, CompletableFuture<Outcome> outcome) {}

    private final long[] ends;
    private final List<Command> log = new ArrayList<>();
    private final Queue<Held> held = new ArrayDeque<>();
    private boolean holding;
    private boolean forgetful;
    private @Nullable Outcome failure;
    private boolean lands;
    private boolean closed;
    private long given;
    private long toBeConfirmed;
    private long succeeding;

    public InMemoryCommandPublisher(int partitions) {
        this.ends = new long[partitions];
    }

    @Override
    public CompletableFuture<Outcome> publish(Command command, boolean confirm) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        synchronized (this) {
            given++;
            if (confirm) toBeConfirmed++;
            if (closed) return CompletableFuture.completedFuture(new Outcome.NotDone("closed"));
            if (failure != null && given > succeeding) {
                if (lands) append(command);
                return CompletableFuture.completedFuture(failure);
            }
            if (holding) {
                held.add(new Held(command, outcome));
                return outcome;
            }
            outcome.complete(append(command));
        }
        return outcome;
    }

    private Outcome append(Command command) {
        if (!forgetful) log.add(command);
        int partition = command.key().partition(ends.length);
        return new Outcome.Published(new Position(partition, ends[partition]++));
    }

    /** From now on commands wait until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Lets go of what waits, in order. */
    public void release() {
        List<Held> released;
        synchronized (this) {
            holding = false;
            released = List.copyOf(held);
            held.clear();
        }
        for (Held one : released) {
            Outcome outcome;
            synchronized (this) {
                outcome = append(one.command());
            }
            one.outcome().complete(outcome);
        }
    }

    /**
     * From now on every command has that outcome.
     *
     * @param lands whether it reaches the log all the same
     */
    public synchronized void fail(Outcome with, boolean lands) {
        this.failure = with;
        this.lands = lands;
    }

    /** From then on commands do not get to the log. */
    public synchronized void failAfter(long commands, Outcome with) {
        succeeding = given + commands;
        fail(with, false);
    }

    /** From now on commands succeed again. */
    public synchronized void recover() {
        failure = null;
    }

    /** From now on the log keeps count but no commands. */
    public synchronized void forget() {
        forgetful = true;
        log.clear();
    }

    /** What is on the log. */
    public synchronized List<Command> log() {
        return List.copyOf(log);
    }

    /** How many commands wait. */
    public synchronized int held() {
        return held.size();
    }

    /** How many commands were given to this publisher, whatever became of them. */
    public synchronized long given() {
        return given;
    }

    /** How many of them edges were to confirm at once. */
    public synchronized long toBeConfirmed() {
        return toBeConfirmed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        release();
    }
}
