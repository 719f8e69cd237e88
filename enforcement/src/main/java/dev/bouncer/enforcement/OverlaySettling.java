package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.BlocklistKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nothing stays in the overlay for want of a later record, nor because its transaction was aborted. Used
 * by one thread, every second or so.
 */
final class OverlaySettling {
    private static final Logger LOG = LoggerFactory.getLogger(OverlaySettling.class);
    private static final Duration OLD = Duration.ofSeconds(5);
    private static final Duration SLICE = Duration.ofSeconds(2);

    private final Overlay overlay;
    private final int partitions;
    private final LogOffsets log;
    private final Progress store;
    private final AbortedCommands commands;
    private final Enforcer enforcer;
    private int next;

    /** @param store how far the store has come in the blocklist */
    OverlaySettling(Overlay overlay, int partitions, LogOffsets log, Progress store, AbortedCommands commands,
            Enforcer enforcer) {
        this.overlay = overlay;
        this.partitions = partitions;
        this.log = log;
        this.store = store;
        this.commands = commands;
        this.enforcer = enforcer;
    }

    /** Settles what is older than five seconds. */
    void settle(Instant now, Duration patience) throws InterruptedException {
        Instant old = now.minus(OLD);
        if (!overlay.hasOlderThan(old)) return;
        dropMaterialized(patience);
        if (overlay.hasOlderThan(old)) dropAborted(old);
    }

    // In this order: what is committed by the first question is in the topic by the second, and in the store by the third.
    private void dropMaterialized(Duration patience) throws InterruptedException {
        long[] committed = log.committed();
        if (!store.awaitReached(log.blocklistEnds(), patience)) return;
        for (int partition = 0; partition < partitions; partition++) {
            overlay.materialized(partition, committed[partition] - 1);
        }
    }

    // In slices: the thread that does this also keeps the node fresh, and a backlog may be long.
    private void dropAborted(Instant old) throws InterruptedException {
        long[] decided = log.decidedCommandEnds();
        long deadline = System.nanoTime() + SLICE.toNanos();
        for (int i = 0; i < partitions && System.nanoTime() < deadline; i++) {
            int partition = next;
            next = (next + 1) % partitions;
            List<Long> open = overlay.undecidedOlderThan(partition, old).stream()
                    .filter(offset -> offset < decided[partition]).toList();
            if (!open.isEmpty()) dropAborted(partition, open, deadline);
        }
    }

    private void dropAborted(int partition, List<Long> open, long deadline) {
        AbortedCommands.Found found = commands.among(partition, open, deadline);
        for (long offset : found.aborted()) {
            BlocklistKey key = overlay.aborted(partition, offset);
            if (key == null) continue;
            LOG.atInfo().addKeyValue("partition", partition).addKeyValue("offset", offset)
                    .addKeyValue("subject", key.subject()).log("dropped a command whose transaction was aborted");
            // An aborted unblock may have let somebody in.
            enforcer.closeIfRefused(key);
        }
        overlay.committedBelow(partition, found.below());
    }
}
