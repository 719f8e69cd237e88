package dev.bouncer.streams.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The topology as production builds it, in a driver whose clock is both the brokers' and the application's. The driver
 * knows one partition of each topic, 0.
 */
final class Driven implements AutoCloseable {
    static final Topics TOPICS = new Topics("test.");
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration GRACE = Duration.ofMinutes(1);
    static final Duration WINDOW = Duration.ofHours(24);
    static final int DEAD_LETTER_BYTES = 2 * 1024 * 1024;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Path state;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> commands;
    private final List<TestRecord<byte[], byte[]>> audit = new ArrayList<>();
    private Instant now = START;
    private long nextId;

    Driven() {
        this(1, DEAD_LETTER_BYTES);
    }

    Driven(int partitions, int deadLetterMaxBytes) {
        try {
            this.state = Files.createTempDirectory("bouncer-streams-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties properties = new Properties();
        properties.put("application.id", TOPICS.streamsGroup());
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("state.dir", state.toString());
        properties.put("processing.guarantee", "exactly_once_v2");
        this.driver = new TopologyTestDriver(
                new BlocklistTopology(TOPICS, partitions, deadLetterMaxBytes, config(), meters).build(), properties,
                START);
        this.commands = driver.createInputTopic(TOPICS.commands(), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static StreamsConfig config() {
        return new StreamsConfig("127.0.0.1", 0, 0, Duration.ofMillis(100), GRACE, WINDOW);
    }

    static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }

    /** A block that ends so long after now; null: never. */
    Command.Block block(SubjectKey subject, @Nullable Duration length) {
        return new Command.Block(id(), subject, length == null ? null : now.plus(length), "spam", "You are blocked.",
                "backend-1", now);
    }

    Command.Unblock unblock(SubjectKey subject) {
        return new Command.Unblock(id(), subject, "appeal", "backend-1", now);
    }

    /** An invalidation of what was issued before now that ends so long after now; null: never. */
    Command.Invalidate invalidate(SubjectKey subject, @Nullable Duration length) {
        return new Command.Invalidate(id(), subject, now, length == null ? null : now.plus(length), "password changed",
                "Please sign in again.", "backend-1", now);
    }

    Command.Terminate terminate(SubjectKey subject) {
        return new Command.Terminate(id(), subject, null, "backend-1", now);
    }

    private UUID id() {
        return new UUID(0x0198_c100_0000_7000L, nextId++);
    }

    /** Appends the command, now. */
    void send(Command command) {
        sendAt(now, command);
    }

    /** Appends the command, at another time by the brokers' clock than by the application's. */
    void sendAt(Instant at, Command command) {
        sendAt(at, command.key().bytes(), CommandJson.encode(command));
    }

    void sendAt(Instant at, byte[] key, byte[] value) {
        commands.pipeInput(new TestRecord<>(key, value, at));
    }

    void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        commands.pipeInput(new TestRecord<>(key, value, headers, now));
    }

    void send(String key, @Nullable String value) {
        send(utf8(key), value == null ? null : utf8(value), new RecordHeaders());
    }

    Instant now() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Everything that came to the topic since it was last read. */
    List<TestRecord<byte[], byte[]>> read(String topic) {
        TestOutputTopic<byte[], byte[]> output = driver.createOutputTopic(topic, new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> blocklist() {
        return read(TOPICS.blocklist());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return read(TOPICS.deadLetters());
    }

    /** What was sent back to the commands topic. */
    List<TestRecord<byte[], byte[]>> forwarded() {
        return read(TOPICS.commands());
    }

    /** The audit records since they were last read, after a check of the whole chain. */
    List<TestRecord<byte[], byte[]>> audit() {
        List<TestRecord<byte[], byte[]>> added = read(TOPICS.audit());
        audit.addAll(added);
        String previous = AuditRecord.GENESIS;
        for (TestRecord<byte[], byte[]> record : audit) {
            AuditRecord link = AuditRecord.decode(record.value());
            assertThat(link.previous()).isEqualTo(previous);
            assertThat(link.hash()).isEqualTo(AuditRecord.hashOf(record.value()));
            previous = link.hash();
        }
        return added;
    }

    List<AuditEvent> events() {
        return audit().stream().map(Driven::event).toList();
    }

    static AuditEvent event(TestRecord<byte[], byte[]> audit) {
        return AuditRecord.decode(audit.value()).event();
    }

    double count(String outcome) {
        return meters.get("bouncer.streams.commands").tag("outcome", outcome).counter().count();
    }

    /** The rows of the blocklist in the store, in its order. */
    List<BlockEntry> stored() {
        return rows("blocklist").stream().map(row -> BlockJson.decode(row.value)).toList();
    }

    /** The subject's last audit records, newest first. */
    List<byte[]> history(SubjectKey subject) {
        return History.newest(Objects.requireNonNull(driver.<byte[], byte[]>getKeyValueStore(History.STORE)), subject,
                History.KEPT);
    }

    /** The rows of a key-value store. */
    List<KeyValue<byte[], byte[]>> rows(String store) {
        List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all = Objects
                .requireNonNull(driver.<byte[], byte[]>getKeyValueStore(store)).all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable String header(TestRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
        try (Stream<Path> files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder()).forEach(Driven::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
