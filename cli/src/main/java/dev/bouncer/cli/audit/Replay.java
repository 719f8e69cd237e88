package dev.bouncer.cli.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Times;
import dev.bouncer.streams.ModerationStreams;
import org.apache.kafka.common.errors.InterruptException;
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
    private final UnaryOperator<KafkaConfig> shape;
    private final Instant until;
    private final Garbage garbage = new Garbage();

    /**
     * From a log into a prefix.
     *
     * @param config of moderation-streams
     * @param into   what stands before the new topics' names
     * @param shape  of the new topics, given that of the old ones
     * @param until  later commands are left out; null: none
     */
    public Replay(AuditLog from, BouncerConfig config, String into, UnaryOperator<KafkaConfig> shape,
            @Nullable Instant until) {
        this.from = from;
        this.config = config;
        this.into = into;
        this.shape = shape;
        this.until = until == null ? Times.MAX : until;
        if (into.equals(from.kafka().topicPrefix())) {
            throw new CommandFailed(ExitStatus.USAGE,
                    "--into: expected another prefix than that of the log, got '" + into
                            + "'");
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
     * @param told           what was done, once the new topics are whole
     * @throws CommandFailed if it cannot be done, or the new topics do not hold what the events say, or the old log holds
     *                       records that are no events, and were left out
     */
    public void run(Consumer<Done> told) {
        try (Scratch scratch = new Scratch();
                TopicReader reader = from.open()) {
            KafkaConfig old = from.kafka();
            KafkaConfig kafka = shape.apply(new KafkaConfig(old.bootstrapServers(), into, reader.partitionCount(),
                    old.replicationFactor(), old.client()));
            try (NewTopics topics = new NewTopics(kafka)) {
                topics.requireNone();
                told.accept(fillOrTell(scratch, reader, kafka, topics));
            }
        }
        garbage.refuse(from.topic());
    }

    private Done fillOrTell(Scratch scratch, TopicReader reader, KafkaConfig kafka, NewTopics topics) {
        try {
            topics.create();
            return fill(scratch, reader, kafka, topics);
        } catch (RuntimeException | InterruptedException e) {
            throw unfinished(e, topics);
        }
    }

    private CommandFailed unfinished(Exception e, NewTopics topics) {
        ExitStatus status = e instanceof CommandFailed failed ? failed.status() : ExitStatus.FAILED;
        String why = e instanceof InterruptedException || e instanceof InterruptException
                ? "interrupted"
                : e.getMessage();
        return new CommandFailed(status,
                why + "; the topics of " + into + " are not whole, and no process starts on them: "
                        + topics.deleteThem(),
                e);
    }

    private Done fill(Scratch scratch, TopicReader reader, KafkaConfig kafka, NewTopics topics)
            throws InterruptedException {
        OldCommands old = new OldCommands(from, reader, scratch, until);
        long commands;
        try (CommandWriter writer = new CommandWriter(kafka)) {
            old.read(writer::write, garbage);
            commands = writer.flush();
        }
        carryOut(kafka, scratch.folder("streams"), topics, commands);
        requireNone(old.outstanding(), kafka);
        long blocks = compare(kafka, old.fold(), scratch);
        topics.complete();
        return new Done(kafka.topics().blocklist(), commands, blocks, old.heads());
    }

    private void carryOut(KafkaConfig kafka, Path folder, NewTopics topics, long commands)
            throws InterruptedException {
        StreamsConfig streams = config.streams();
        BouncerConfig there = new BouncerConfig(kafka, folder, config.standalone(), config.api(),
                new StreamsConfig("127.0.0.1", 0, 0, streams.commitInterval(), streams.expiryGrace(),
                        streams.dedupWindow()),
                config.edge(), config.apps());
        try (ModerationStreams running = ModerationStreams.startForReplay(there);
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

    // Ids count within a partition: with another number of them, two commands that never met may now.
    private void requireNone(Outstanding outstanding, KafkaConfig kafka) {
        AuditLog made = new AuditLog(kafka, from.clock(), from.pause(), from.progress());
        try (TopicReader reader = made.open()) {
            made.readToEnd("audit", reader, records -> records.forEach(record -> {
                if (Entry.of(record) instanceof Entry.Event entry) outstanding.carriedOut(entry.record().event());
            }));
        }
        String first = outstanding.first();
        if (first == null) return;
        throw new CommandFailed(ExitStatus.FAILED, "not all commands were carried out again, first not " + first
                + ": either it is in " + kafka.topics().deadLetters() + ", or another command in its new partition has "
                + "its id, which goes away without --partitions, or with a shorter bouncer.streams.dedup-window");
    }

    // What ended meanwhile may be gone or not: it is in force nowhere.
    private long compare(KafkaConfig kafka, BlocklistFold fold, Scratch scratch) {
        Instant now = from.clock().instant();
        try (BlocklistCopy held = BlocklistCopy.open(kafka, scratch.map("blocklist"), 0)) {
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
