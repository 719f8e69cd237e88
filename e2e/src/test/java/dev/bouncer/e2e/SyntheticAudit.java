package dev.bouncer.e2e;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.standalone.EmbeddedBroker;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A broker with a long audit log that fits together, for measuring: {@code FOLDER PORT EVENTS SUBJECTS}. Every subject is
 * blocked, replaced and lifted in turn. Runs until it is killed.
 */
final class SyntheticAudit {
    private static final int PARTITIONS = 6;

    private SyntheticAudit() {}

    public static void main(String[] args) throws Exception {
        long events = Long.parseLong(args[2]);
        int subjects = Integer.parseInt(args[3]);
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        try (CommandLog log = new CommandLog(broker.bootstrapServers(), "", PARTITIONS);
                KafkaProducer<byte[], byte[]> producer = log
                        .producer(Map.of("linger.ms", 20, "batch.size", 1 << 17, "compression.type", "lz4"))) {
            log.admin().createTopics(List.of(new NewTopic(log.topics().chainHeads(), PARTITIONS, (short) 1))).all()
                    .get();
            write(log, producer, events, subjects);
        }
        System.out.println("ready kafka=" + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // verify tells whether something is missing
    private static void write(CommandLog log, KafkaProducer<byte[], byte[]> producer, long events, int subjects) {
        ChainHead[] heads = new ChainHead[PARTITIONS];
        Arrays.fill(heads, ChainHead.EMPTY);
        Instant start = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        for (long i = 0; i < events; i++) {
            Command command = command(i, subjects, start);
            SubjectKey subject = command.subject();
            int partition = command.key().partition(PARTITIONS);
            AuditEvent event = new AuditEvent.Accepted(command, new Position(partition, i), null, command.issuedAt());
            AuditRecord record = AuditRecord.chain(heads[partition].hash(), event);
            heads[partition] = heads[partition].next(record.hash());
            producer.send(new ProducerRecord<>(log.topics().audit(), partition, event.at().toEpochMilli(),
                    subject.bytes(), record.encode()));
            BlockEntry block = event.blockAfter();
            producer.send(new ProducerRecord<>(log.topics().blocklist(), partition, subject.bytes(),
                    block == null ? null : BlockJson.encode(block)));
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(log.topics().chainHeads(), partition, ChainHead.key(),
                    heads[partition].encode()));
        }
    }

    private static Command command(long i, int subjects, Instant start) {
        SubjectKey subject = SubjectKey.of("chat", SubjectKind.USER, "user-" + i % subjects);
        UUID id = new UUID(0x0198c1a27b1c7000L, i);
        Instant at = start.plusMillis(i / 10);
        return i / subjects % 3 == 2
                ? new Command.Unblock(id, subject, "appeal granted", "backend-1", at)
                : new Command.Block(id, subject, null, "spam wave 12, see ticket " + i, "You are blocked for spam.",
                        "backend-1", at);
    }
}
