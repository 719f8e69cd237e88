package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.bouncer.contract.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One store with the tail over it. Opening it goes in the one order in which nothing can be missed: read what
 * moderation-streams has committed; restore the store until it shows all of that; tail the commands from there.
 */
final class FollowedLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

    private static final Duration LOOK_AFTER = Duration.ofSeconds(1);

    private final LogOffsets log;
    private final MaterializedBlocklist store;
    private final CommandTail tail;
    private final AbortedCommands aborted;
    private final OverlaySettling settling;
    private final Freshness commandsRead;
    private final Freshness blocklistRead;
    private final LastRead lastRead;
    private final Duration longestGap;
    private final InstantSource clock;
    private final FollowingMeters meters;
    private final ReaderLag lag;
    private final List<AutoCloseable> clientMeters = new ArrayList<>();
    private boolean reachable = true;

    private FollowedLog(LogOffsets log, MaterializedBlocklist store, CommandTail tail, AbortedCommands aborted,
            OverlaySettling settling, LastRead lastRead, Instant opened, Duration longestGap, int partitions,
            InstantSource clock, FollowingMeters meters) {
        this.log = log;
        this.store = store;
        this.tail = tail;
        this.aborted = aborted;
        this.settling = settling;
        this.commandsRead = new Freshness(tail.progress(), opened);
        this.blocklistRead = new Freshness(store.progress(), opened);
        this.lastRead = lastRead;
        this.longestGap = longestGap;
        this.clock = clock;
        this.meters = meters;
        this.lag = meters.lag(partitions);
        meters.readAsOf(opened);
    }

    /**
     * Opens store and tail, and returns when the tail has reached the end of the log as it was.
     *
     * @param noticed per partition, the first command that this process has not enforced yet, and the tail starts there, or
     *                where moderation-streams is, whichever is earlier; null: it has enforced none, and starts where
     *                moderation-streams is
     */
    static FollowedLog open(EnforcementConfig config, BlocklistView view, Enforcer enforcer, LogOffsets log,
            TopicLayout layout, long @Nullable [] noticed, InstantSource clock, FollowingMeters following,
            MeterRegistry meters) throws InterruptedException {
        Duration longestGap = layout.blocklistCompactionLag().dividedBy(2);
        LastRead lastRead = new LastRead(config.stateDir());
        lastRead.requireAfter(clock.instant().minus(longestGap));

        Instant asked = clock.instant();
        long[] committed = log.committed();
        int partitions = committed.length;
        long[] blocklistEnds = log.blocklistEnds();
        Overlay overlay = new Overlay(Arrays.stream(committed).map(next -> next - 1).toArray(),
                enforcer::settled);
        MaterializedBlocklist store = new MaterializedBlocklist(config.kafka(), config.topics().blocklist(),
                config.topics().prefix() + "bouncer-" + config.id(), config.stateDir(), overlay, view.prefixLengths(),
                view.invalidatedApps(), partitions, meters);
        CommandTail tail = null;
        try {
            restore(store, view, blocklistEnds, lastRead, clock);
            lastRead.safeUpTo(asked);
            view.over(store, overlay);

            Instant opened = clock.instant();
            long[] ends = log.commandEnds();
            long[] start = committed.clone();
            if (noticed != null) Arrays.setAll(start, p -> Math.min(noticed[p], committed[p]));
            tail = CommandTail.start(config.kafka(), config.topics().commands(), start,
                    noticed == null ? new long[partitions] : noticed, config.gather(), enforcer, meters);
            while (!tail.progress().awaitReached(ends, LOOK_AFTER)) {
                following.lag(partitions).look(clock.instant(), ends, tail.progress().all());
                if (tail.ended()) throw new KafkaException("the tail ended while it was catching up");
            }
            AbortedCommands aborted = new AbortedCommands(config.kafka(), config.topics().commands());
            OverlaySettling settling = new OverlaySettling(overlay, partitions, log, store.progress(), aborted,
                    enforcer);
            return new FollowedLog(log, store, tail, aborted, settling, lastRead, opened, longestGap, partitions,
                    clock, following);
        } catch (InterruptedException | RuntimeException e) {
            if (tail != null) tail.close();
            store.close();
            throw e;
        }
    }

    private static void restore(MaterializedBlocklist store, BlocklistView view, long[] ends, LastRead lastRead,
            InstantSource clock) throws InterruptedException {
        Restore attempt = Restore.begin(clock);
        try {
            store.start(view.prefixLengths(), view.invalidatedApps());
        } catch (StreamsException | IllegalStateException e) {
            store.close();
            if (Thread.interrupted()) throw new InterruptedException("stopped while the store was restored");
            if (isDamage(e)) lastRead.deleteStore();
            throw e;
        }
        attempt.awaitShown(store.progress(), store::failed, ends, LOOK_AFTER);
    }

    // Only what is wrong on disk is mended by throwing the store away; the topic has it all.
    private static boolean isDamage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProcessorStateException || cause instanceof RocksDBException) return true;
        }
        return false;
    }

    /** What its Kafka clients say of themselves, from now on until it is closed. */
    void bindTo(MeterRegistry meters) {
        clientMeters.add(tail.bindTo(meters));
        clientMeters.add(store.bindTo(meters));
    }

    /** As of when every command has been read. */
    Freshness commandsRead() {
        return commandsRead;
    }

    /** Per partition, the next command that the tail will read. */
    long[] nextCommands() {
        return tail.progress().all();
    }

    /**
     * Asks how far the log goes, and settles what is left over in the overlay.
     *
     * @return whether to go on; if not, the store has to be made anew
     */
    boolean tick(Duration patience) throws InterruptedException {
        if (store.failed() || tail.ended()) return false;
        try {
            Instant now = clock.instant();
            long[] commandEnds = log.commandEnds();
            commandsRead.ended(now, commandEnds);
            lag.look(now, commandEnds, tail.progress().all());
            meters.readAsOf(commandsRead.asOf());
            meters.blocklistSize(store.size());
            long[] blocklistEnds = log.blocklistEnds();
            if (blocklistRead.asOf().plus(longestGap).isBefore(now)) {
                LOG.atWarn().addKeyValue("last_read", blocklistRead.asOf())
                        .log("out of touch with the blocklist for too long, making the store anew");
                return false;
            }
            blocklistRead.ended(now, blocklistEnds);
            settling.settle(now, patience);
            reachable(true, "");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            reachable(false, String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void reachable(boolean now, String error) {
        if (now == reachable) return;
        reachable = now;
        if (now) {
            LOG.atInfo().log("in touch with Kafka again");
        } else {
            LOG.atWarn().addKeyValue("error", error).log("out of touch with Kafka");
        }
    }

    @Override
    public void close() {
        for (AutoCloseable of : clientMeters) {
            try {
                of.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("the meters of a Kafka client stay");
            }
        }
        tail.close();
        aborted.close();
        if (store.end()) lastRead.safeUpTo(blocklistRead.asOf());
    }
}
