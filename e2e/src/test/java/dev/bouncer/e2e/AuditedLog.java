package dev.bouncer.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.bouncer.cli.audit.EventText;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.streams.ModerationStreams;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/** What moderation-streams made of some commands, and copies of it that somebody has tampered with. */
final class AuditedLog implements AutoCloseable {
    static final int PARTITIONS = 2;
    static final int USERS = 40;

    private final CommandLog commands;
    private final Map<Integer, List<Written>> audit = new TreeMap<>();
    private final List<Written> blocklist = new ArrayList<>();
    private final List<Written> heads = new ArrayList<>();

    /** A record, wherever it is written; nobody compares two of them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Written(int partition, byte[] key, byte @Nullable [] value) {
        AuditRecord event() {
            return AuditRecord.decode(Objects.requireNonNull(value));
        }
    }

    /** Has blocks given, replaced, lifted, terminated and expired, and waits until all that is on the log. */
    AuditedLog(String prefix, Path dir) {
        commands = new CommandLog(SharedBroker.bootstrapServers(), prefix, PARTITIONS);
        try (Fleet fleet = new Fleet(SharedBroker.bootstrapServers(), prefix, dir);
                ModerationStreams _ = fleet.startStreams()) {
            for (int i = 0; i < USERS; i++) {
                commands.give(CommandLog.block(user(i), i % 5 == 4 ? Instant.now().plusMillis(300) : null));
                commands.give(CommandLog.terminate(user(i)));
            }
            int blocked = USERS * 2 + USERS / 5;
            awaitEvents(blocked);
            // Later by more than a millisecond, which is all that times of events tell apart.
            for (int i = 3; i < USERS; i += 5) {
                commands.give(CommandLog.unblock(user(i)));
            }
            awaitEvents(blocked + USERS / 5);
        }
        commands.readAll(commands.topics().audit()).stream().map(AuditedLog::written)
                .forEach(record -> audit.computeIfAbsent(record.partition, _ -> new ArrayList<>()).add(record));
        commands.readAll(commands.topics().blocklist()).stream().map(AuditedLog::written).forEach(blocklist::add);
        commands.readAll(commands.topics().chainHeads()).stream().map(AuditedLog::written).forEach(heads::add);
    }

    private void awaitEvents(int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> commands.readAll(commands.topics().audit()).size() == count);
    }

    static SubjectKey user(int i) {
        return SubjectKey.of("chat", SubjectKind.USER, "user-" + i);
    }

    private static Written written(ConsumerRecord<byte[], byte[]> record) {
        return new Written(record.partition(), record.key(), record.value());
    }

    String prefix() {
        return commands.topics().prefix();
    }

    List<Written> audit(int partition) {
        return Objects.requireNonNull(audit.get(partition));
    }

    List<Written> blocklist() {
        return blocklist;
    }

    List<Written> heads() {
        return heads;
    }

    /** The prefix of a copy in which the events of partition 0 are others. */
    String withEvents(UnaryOperator<List<Written>> tampering) {
        return copy(tampering, List.copyOf(blocklist), heads);
    }

    /** The prefix of a copy in which the blocklist is another. */
    String withBlocklist(UnaryOperator<List<Written>> tampering) {
        return copy(events -> events, tampering.apply(new ArrayList<>(blocklist)), heads);
    }

    String copy(UnaryOperator<List<Written>> events, List<Written> blocks, List<Written> ends) {
        String prefix = SharedBroker.freshPrefix();
        try (CommandLog copy = new CommandLog(SharedBroker.bootstrapServers(), prefix, PARTITIONS)) {
            copy.admin().createTopics(List.of(new NewTopic(copy.topics().chainHeads(), PARTITIONS, (short) 1))).all()
                    .get();
            List<Written> all = new ArrayList<>(events.apply(new ArrayList<>(audit(0))));
            IntStream.range(1, PARTITIONS).forEach(partition -> all.addAll(audit(partition)));
            write(copy, copy.topics().audit(), all);
            write(copy, copy.topics().blocklist(), blocks);
            write(copy, copy.topics().chainHeads(), ends);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return prefix;
    }

    private static void write(CommandLog log, String topic, List<Written> records) {
        records.forEach(r -> log.send(new ProducerRecord<>(topic, r.partition, r.key, r.value)));
    }

    /** The events as a chain of its own: each hash as it has to be. */
    static List<Written> chained(List<Written> events) {
        List<Written> chain = new ArrayList<>();
        String previous = AuditRecord.GENESIS;
        for (Written written : events) {
            AuditRecord record = AuditRecord.chain(previous, written.event().event());
            chain.add(new Written(written.partition, written.key, record.encode()));
            previous = record.hash();
        }
        return chain;
    }

    /** The index of the first command in partition 0 that is as wanted. */
    int indexOf(Predicate<AuditEvent> wanted) {
        return IntStream.range(0, audit(0).size()).filter(i -> wanted.test(audit(0).get(i).event().event())).findFirst()
                .orElseThrow();
    }

    /** The first such command about the subject. */
    Written event(String command, SubjectKey subject) {
        return audit.values().stream().flatMap(List::stream).filter(record -> EventText.line(record.event().event())
                .contains("  accepted  " + command + " " + subject + " ")).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        commands.close();
    }
}
