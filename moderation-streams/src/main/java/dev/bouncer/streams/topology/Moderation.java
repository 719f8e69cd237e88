package dev.bouncer.streams.topology;

import java.time.Duration;
import java.time.Instant;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.SourceOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands and expiries on one partition's blocklist and tells blocklist and audit. Belongs to one task; not
 * thread-safe.
 */
final class Moderation {
    private static final Logger LOG = LoggerFactory.getLogger(Moderation.class);

    private final ProcessorContext<byte[], Placed> context;
    private final CommandCounts counts;
    private final Blocklist blocklist;
    private final SeenCommands seen;
    private final AuditChain chain;
    private final History history;
    private final int partition;

    Moderation(ProcessorContext<byte[], Placed> context, CommandCounts counts, Blocklist blocklist,
            SeenCommands seen, AuditChain chain, History history) {
        this.context = context;
        this.counts = counts;
        this.blocklist = blocklist;
        this.seen = seen;
        this.chain = chain;
        this.history = history;
        this.partition = context.taskId().partition();
    }

    /** Carries out a command, unless it was carried out before. */
    void accept(Decoded.Valid valid, Headers received) {
        Command command = valid.command();
        BlocklistKey row = command.lane().isOnBlocklist()
                ? new BlocklistKey(command.lane(), command.subject())
                : null;
        BlockEntry present = row == null ? null : blocklist.get(row);
        BlockEntry next;
        if (seen.add(command.id(), valid.at())) {
            counts.accepted();
            LOG.atDebug().addKeyValue("command", command.id()).addKeyValue("subject", command.subject())
                    .addKeyValue("partition", partition).addKeyValue("offset", valid.position().offset())
                    .log("materialized");
            next = carryOut(valid, row, present, received);
        } else {
            counts.duplicate();
            LOG.atDebug().addKeyValue("command", command.id()).addKeyValue("subject", command.subject())
                    .log("seen before: nothing to do");
            next = present;
        }
        // Duplicates and blocks that ended on their way too: edges wait for the offset of every command.
        if (row != null) {
            tellBlocklist(row, next,
                    TraceContext.of(received).add(SourceOffset.header(valid.position().offset())));
        }
    }

    private @Nullable BlockEntry carryOut(Decoded.Valid valid, @Nullable BlocklistKey row,
            @Nullable BlockEntry present, Headers received) {
        Outcome outcome = Outcome.of(valid, present, now());
        for (AuditEvent event : outcome.events()) {
            tellAudit(event, TraceContext.of(received));
        }
        if (row != null) blocklist.replace(row, present, outcome.block());
        return outcome.block();
    }

    /**
     * Clears away rows that have ended, earliest first.
     *
     * @param grace how long ago they must have ended
     * @param limit how many at most
     */
    void expire(Instant now, Duration grace, int limit) {
        for (BlockEntry block : blocklist.endingBy(now.minus(grace), limit)) {
            tellAudit(new AuditEvent.Expired(block, now), new RecordHeaders());
            blocklist.replace(block.key(), block, null);
            tellBlocklist(block.key(), null, new RecordHeaders());
        }
    }

    private void tellAudit(AuditEvent event, Headers headers) {
        if (event instanceof AuditEvent.Expired) counts.expired();
        byte[] record = chain.append(event).encode();
        history.append(event.subject(), record);
        context.forward(new Record<>(event.subject().bytes(), Placed.of(partition, record), event.at().toEpochMilli(),
                headers), BlocklistTopology.AUDIT);
    }

    private void tellBlocklist(BlocklistKey row, @Nullable BlockEntry block, Headers headers) {
        byte[] value = block == null ? null : BlockJson.encode(block);
        // By the clock, not by the command: the topic's compaction lag, which edges rely on, counts from the
        // timestamp, and commands may be days old when this application has been down.
        context.forward(
                new Record<>(row.bytes(), Placed.of(partition, value), context.currentSystemTimeMs(), headers),
                BlocklistTopology.BLOCKLIST);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
