package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that nothing stays in the overlay for want of a later record, nor because its transaction was aborted. Used
 * by one thread, every second or so.
 */
final class OverlaySettling {
    private static final Logger LOG = LoggerFactory.getLogger(OverlaySettling.class);
    private static final Duration OLD = Duration.ofSeconds(5);

    private final Overlay overlay;
    private final int partitions;
    private final LogOffsets log;
    private final Progress store;
    private final AbortedCommands commands;
    private final Enforcer enforcer;

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

    private void dropAborted(Instant old) throws InterruptedException {
        long[] decided = log.decidedCommandEnds();
        for (int partition = 0; partition < partitions; partition++) {
            long end = decided[partition];
            List<Long> open = overlay.undecidedOlderThan(partition, old).stream().filter(offset -> offset < end)
                    .toList();
            if (!open.isEmpty()) dropAborted(partition, open, end);
        }
    }

    private void dropAborted(int partition, List<Long> open, long decided) {
        for (long offset : commands.among(partition, open, decided)) {
            SubjectKey subject = overlay.aborted(partition, offset);
            if (subject == null) continue;
            LOG.atInfo().addKeyValue("partition", partition).addKeyValue("offset", offset)
                    .addKeyValue("subject", subject).log("dropped a command whose transaction was aborted");
            // An aborted unblock may have let somebody in.
            enforcer.closeIfBlocked(subject);
        }
        overlay.committedBelow(partition, open.getLast() + 1);
    }
}
