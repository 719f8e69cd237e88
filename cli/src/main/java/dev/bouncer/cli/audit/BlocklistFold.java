package dev.bouncer.cli.audit;

import java.time.Instant;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;

/**
 * Folds audit events to a blocklist, in a map of its own. Thread-safe, as long as the events of one partition come one
 * after the other.
 */
final class BlocklistFold {
    private final DiskMap blocks;
    private final @Nullable Instant until;

    private BlocklistFold(DiskMap blocks, @Nullable Instant until) {
        this.blocks = blocks;
        this.until = until;
    }

    /** What the blocklist holds after all events. */
    static BlocklistFold ofAll(DiskMap blocks) {
        return new BlocklistFold(blocks, null);
    }

    /**
     * What the commands up to that time say; expiries do not count, since blocks tell their ends themselves. What the log
     * has behind a later command may still be earlier, so that all of it must be read.
     */
    static BlocklistFold ofCommands(DiskMap blocks, Instant until) {
        return new BlocklistFold(blocks, until);
    }

    void accept(AuditEvent event) {
        if (!counts(event, until)) return;
        BlockEntry block = event.blockAfter();
        blocks.put(new BlocklistKey(event.lane(), event.subject()).bytes(),
                block == null ? null : BlockJson.encode(block));
    }

    static boolean counts(AuditEvent event, @Nullable Instant until) {
        if (!event.lane().isOnBlocklist()) return false;
        return until == null || (event instanceof AuditEvent.Accepted && !event.at().isAfter(until));
    }

    DiskMap blocks() {
        return blocks;
    }
}
