package dev.bouncer.streams.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.CommandDecoder;
import dev.bouncer.contract.Decoded;
import io.micrometer.core.instrument.Gauge;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the records of one partition of the commands topic and has each treated as what it is; five times a second it
 * has a slice of the ended blocks cleared away. Keys and values are bytes here, so that no deserializer comes before the
 * decoder. One instance a task; used by one thread at a time.
 */
final class CommandProcessor implements Processor<byte[], byte[], byte[], Placed> {
    static final Duration EXPIRY_INTERVAL = Duration.ofMillis(200);
    /** How many blocks a sweep clears at most; more wait for the next one, so that commands never wait long. */
    static final int EXPIRY_SLICE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    private final Settings settings;
    private @Nullable Task task;
    private @Nullable Cancellable expiry;
    private @Nullable Gauge length;

    private CommandProcessor(Settings settings) {
        this.settings = settings;
    }

    /**
     * What every task's processor is made with.
     *
     * @param partitions         how many the commands topic has
     * @param deadLetterMaxBytes see {@link DeadLetters}
     */
    record Settings(int partitions, StreamsConfig config, int deadLetterMaxBytes, CommandCounts counts,
            ChainLengths lengths)
            implements
                ProcessorSupplier<byte[], byte[], byte[], Placed> {
        @Override
        public Processor<byte[], byte[], byte[], Placed> get() {
            return new CommandProcessor(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return StateStores.all(config.dedupWindow());
        }
    }

    // Made anew with each init: a task that comes back after an aborted transaction has other state than it had.
    private record Task(ProcessorContext<byte[], Placed> context, CommandDecoder decoder, Moderation moderation,
            MisplacedCommands misplaced, DeadLetters deadLetters, Backlog backlog) {}

    @Override
    public void init(ProcessorContext<byte[], Placed> context) {
        AuditChain chain = new AuditChain(context.getStateStore(StateStores.CHAIN));
        LOG.atInfo().addKeyValue("partition", context.taskId().partition()).addKeyValue("events", chain.length())
                .addKeyValue("head", chain.hash()).log("audit chain taken up");
        Blocklist blocklist = new Blocklist(context.getStateStore(StateStores.BLOCKLIST),
                new ExpiryIndex(context.getStateStore(StateStores.EXPIRIES)));
        SeenCommands seen = new SeenCommands(context.getStateStore(StateStores.SEEN),
                settings.config.dedupWindow());
        task = new Task(context, new CommandDecoder(settings.partitions),
                new Moderation(context, settings.counts, blocklist, seen, chain,
                        new History(context.getStateStore(StateStores.HISTORY))),
                new MisplacedCommands(context, settings.partitions),
                new DeadLetters(context, settings.deadLetterMaxBytes),
                new Backlog(context.currentSystemTimeMs(), settings.config.expiryGrace()));
        forgetLength();
        length = settings.lengths.tell(context.taskId().partition(), chain);
        expiry = context.schedule(EXPIRY_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::expire);
    }

    /** A task that comes back is initialized again, and would keep the schedule of before beside its new one. */
    @Override
    public void close() {
        if (expiry != null) expiry.cancel();
        expiry = null;
        task = null;
        forgetLength();
    }

    private void forgetLength() {
        if (length != null) settings.lengths.forget(length);
        length = null;
    }

    // Takes the task of now, not that of its schedule: the audit chain has one head only.
    private void expire(long now) {
        Task current = task;
        if (current == null || !current.backlog.isOver(now)) return;
        current.moderation.expire(Instant.ofEpochMilli(now), settings.config.expiryGrace(), EXPIRY_SLICE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task current = task;
        if (current == null) throw new IllegalStateException("process before init");
        RecordMetadata source = current.context.recordMetadata().orElseThrow();
        long now = current.context.currentSystemTimeMs();
        current.backlog.meet(record.timestamp(), now);
        settings.counts.processed(record.timestamp(), now);
        Decoded decoded = current.decoder.decode(source.partition(), source.offset(), record.timestamp(), record.key(),
                record.value());
        switch (decoded) {
            case Decoded.Valid valid -> current.moderation.accept(valid, record.headers());
            case Decoded.Misplaced misplaced -> {
                if (MisplacedCommands.wasForwarded(record)) {
                    park(current, record, source, "moved once and misplaced again: expected to belong into partition "
                            + misplaced.key().partition(settings.partitions));
                } else {
                    settings.counts.misplaced();
                    current.misplaced.forward(record, source, misplaced.key());
                }
            }
            case Decoded.Malformed malformed -> park(current, record, source, malformed.error());
            case Decoded.Cleared _ -> settings.counts.cleared();
        }
    }

    private void park(Task current, Record<byte[], byte[]> record, RecordMetadata source, String error) {
        settings.counts.malformed();
        LOG.atDebug().addKeyValue("partition", source.partition()).addKeyValue("offset", source.offset())
                .addKeyValue("error", error).log("no command: parked in the dead letters");
        current.deadLetters.park(record, source, error);
    }
}
