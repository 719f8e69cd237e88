package dev.bouncer.cli.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.Times;
import dev.bouncer.streams.ModerationStreams;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Gives all commands of an audit log once more, into topics of another prefix, and has moderation-streams carry them out
 * there. The old topics are only read. One thread.
 */
public final class Replay {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration STALLED = Duration.ofMinutes(2);

    private final AuditLog from;
    private final BouncerConfig config;
    private final String into;
    private final Target target;
    private final Instant until;
    private final Garbage garbage = new Garbage();

    /**
     * From a log into a prefix.
     *
     * @param config of moderation-streams
     * @param until  later commands are left out; null: none
     */
    public Replay(AuditLog from, BouncerConfig config, Target target, @Nullable Instant until) {
        this.from = from;
        this.config = config;
        this.into = target.prefix();
        this.target = target;
        this.until = until == null ? Times.MAX : until;
        if (into.equals(from.kafka().topicPrefix())) {
            throw new CommandFailed(ExitStatus.USAGE,
                    "--into: expected another prefix than that of the log, got '" + into
                            + "'");
        }
    }

    /**
     * Where to.
     *
     * @param partitions        of the new topics; null: as many as the old ones have
     * @param replicationFactor of the new topics; null: the configuration's
     */
    public record Target(String prefix, @Nullable Integer partitions, @Nullable Short replicationFactor) {
        KafkaConfig of(KafkaConfig kafka, int ofSource) {
            return new KafkaConfig(kafka.bootstrapServers(), prefix, partitions == null ? ofSource : partitions,
                    replicationFactor == null ? kafka.replicationFactor() : replicationFactor, kafka.client());
        }
    }

    /**
     * What was done.
     *
     * @param commands that were given
     * @param blocks   in force now
     * @param heads    where the old chain ended
     */
    public record Done(String topic, long commands, long blocks, List<Head> heads) {}

    /**
     * Does it.
     *
     * @throws CommandFailed if it cannot be done, or the new blocklist is not what the events say
     */
    public Done run() {
        try (Scratch scratch = new Scratch();
                TopicReader reader = from.open()) {
            KafkaConfig kafka = target.of(from.kafka(), reader.partitionCount());
            try (NewTopics topics = new NewTopics(kafka)) {
                topics.create();
                try {
                    return fill(scratch, reader, kafka, topics);
                } catch (RuntimeException | InterruptedException e) {
                    throw unfinished(e);
                }
            }
        }
    }

    private CommandFailed unfinished(Exception e) {
        ExitStatus status = e instanceof CommandFailed failed ? failed.status() : ExitStatus.FAILED;
        return new CommandFailed(status, e.getMessage() + "; the topics of " + into
                + " are not complete: delete them and run it again. This lists them: kafka-topics.sh --bootstrap-server "
                + from.kafka().bootstrapServers() + " --list --topic '" + into + "moderation.*'", e);
    }

    private Done fill(Scratch scratch, TopicReader reader, KafkaConfig kafka, NewTopics topics)
            throws InterruptedException {
        BlocklistFold fold = BlocklistFold.ofCommands(scratch.map("fold"), until);
        Map<Integer, Head> heads = new TreeMap<>();
        Map<Integer, Long> lengths = new TreeMap<>();
        long commands;
        try (CommandWriter writer = new CommandWriter(kafka)) {
            from.readToEnd("commands", reader, records -> give(records, writer, fold, heads, lengths));
            commands = writer.flush();
        }
        carryOut(kafka, scratch.folder("streams"), topics, commands);
        topics.complete();
        long blocks = compare(kafka, fold, scratch);
        garbage.refuse(from.topic());
        return new Done(kafka.topics().blocklist(), commands, blocks, List.copyOf(heads.values()));
    }

    private void give(ConsumerRecords<byte[], byte[]> records, CommandWriter writer, BlocklistFold fold,
            Map<Integer, Head> heads, Map<Integer, Long> lengths) {
        records.forEach(record -> {
            switch (Entry.of(record)) {
                case Entry.Garbage found -> garbage.add(found);
                case Entry.Event entry -> {
                    AuditEvent event = entry.record().event();
                    long length = lengths.merge(entry.partition(), 1L, Long::sum);
                    heads.put(entry.partition(), new Head(from.topic(), entry.partition(),
                            new ChainHead(length, entry.record().hash()), entry.offset(), event.at()));
                    fold.accept(event);
                    if (event instanceof AuditEvent.Accepted accepted && !accepted.at().isAfter(until)) {
                        writer.write(accepted);
                    }
                }
            }
        });
    }

    private void carryOut(KafkaConfig kafka, Path folder, NewTopics topics, long commands)
            throws InterruptedException {
        StreamsConfig streams = config.streams();
        BouncerConfig there = new BouncerConfig(kafka, folder, config.standalone(), config.api(),
                new StreamsConfig("127.0.0.1", 0, 0, streams.commitInterval(), streams.expiryGrace(),
                        streams.dedupWindow()),
                config.edge(), config.apps());
        try (ModerationStreams running = ModerationStreams.start(there);
                Progress shown = from.progress().apply(Task.count("blocklist", "commands", commands))) {
            long left = topics.left();
            for (long moved = System.nanoTime(); left > 0;) {
                from.pause().await(PAUSE);
                long now = topics.left();
                if (now < left) moved = System.nanoTime();
                left = now;
                shown.at(commands - left, commands - left);
                if (System.nanoTime() - moved > STALLED.toNanos()) {
                    throw new CommandFailed(ExitStatus.FAILED, "moderation-streams at " + running.uri()
                            + " has not come any further for " + STALLED.toMinutes() + " min; commands left: " + left);
                }
            }
        }
    }

    // What ended meanwhile may be gone or not: it is in force nowhere.
    private long compare(KafkaConfig kafka, BlocklistFold fold, Scratch scratch) {
        Instant now = from.clock().instant();
        try (BlocklistCopy held = BlocklistCopy.open(kafka, scratch.map("blocklist"))) {
            held.update(Progress.unseen());
            Comparison comparison = new Comparison(fold.blocks(), held.blocks(), scratch.map("differing"),
                    (_, said, found) -> Comparison.equal(inForce(said, now), inForce(found, now)));
            if (comparison.all() > 0) {
                List<String> first = new ArrayList<>();
                comparison.first(3, (key, said, found) -> first
                        .add(AuditText.of(key) + ": expected " + AuditText.of(said) + ", found "
                                + AuditText.of(found)));
                throw new CommandFailed(ExitStatus.FAILED, "the new blocklist is not what the events say: "
                        + comparison.left() + " subjects, the first: " + String.join("; ", first));
            }
            return PointInTime.count(held.blocks(), now);
        }
    }

    private static byte @Nullable [] inForce(byte @Nullable [] value, Instant now) {
        BlockEntry block = Comparison.entry(value);
        return block == null || block.inForceAt(now) ? value : null;
    }
}
