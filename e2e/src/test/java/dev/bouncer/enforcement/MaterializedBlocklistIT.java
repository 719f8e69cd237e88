package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The store on a real broker does what its fake does. */
@ExtendWith(SharedBroker.class)
class MaterializedBlocklistIT extends BlockStoreKit {
    private static final int PARTITIONS = 2;

    private final CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(),
            PARTITIONS);
    private final Overlay overlay = new Overlay(new long[]{-1, -1});
    private final PrefixLengths prefixLengths = new PrefixLengths();
    private final InvalidatedApps invalidated = new InvalidatedApps();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String name = "kit-" + UUID.randomUUID();
    private final Path dir;
    private MaterializedBlocklist store;

    MaterializedBlocklistIT(@TempDir Path dir) {
        this.dir = dir;
        this.store = open();
    }

    private MaterializedBlocklist open() {
        return new MaterializedBlocklist(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                log.topics().blocklist(), name, dir, overlay, prefixLengths, invalidated, PARTITIONS,
                meters);
    }

    @BeforeEach
    void start() throws InterruptedException {
        store.start(prefixLengths, invalidated);
    }

    @AfterEach
    void stop() {
        store.close();
        log.close();
    }

    @Override
    protected BlockStore store() {
        return store;
    }

    @Override
    protected void write(BlocklistKey key, @Nullable BlockEntry block) {
        RecordMetadata source = log.give(CommandLog.unblock(key.subject()));
        log.materialize(key, block, source);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> block == null
                ? store.get(key) == null
                : block.equals(store.get(key)));
    }

    // Whoever reads rows goes on to a key of the store's own, and hears if it is not there.
    @Test
    void a_record_of_which_the_key_is_no_rows_is_skipped() {
        BlockEntry block = user(0);
        for (byte[] key : List.of(RecordStore.END.get(), new byte[]{0, 4, 8}, new byte[0])) {
            log.send(new ProducerRecord<>(log.topics().blocklist(), 0, key, null));
            log.send(new ProducerRecord<>(log.topics().blocklist(), 1, key, null));
        }
        write(block.key(), block);
        write(user(1).key(), user(1));
        List<BlockEntry> rows = new ArrayList<>();
        try (BlockStore.Entries all = store.range(new byte[]{'a'}, new byte[]{'z'})) {
            all.forEachRemaining(rows::add);
        }
        assertThat(rows).hasSize(2);
        assertThat(store.scan(new byte[]{'a'}, new byte[]{'z'}, (key, value) -> true)).isTrue();
        assertThat(store.size()).isEqualTo(2);
        Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> meters.counter("bouncer.blocklist.unreadable").count() == 6);
    }

    private static BlockEntry user(int number) {
        return BlockEntry.of(CommandLog.block(SubjectKey.of("chat", SubjectKind.USER, "u-" + number), null));
    }

    private long found(int count) {
        return IntStream.range(0, count).filter(i -> store.get(user(i).key()) != null).count();
    }

    private static ListAppender<ILoggingEvent> listen() {
        Logger log = (Logger) LoggerFactory.getLogger(StoredKeys.class);
        log.setLevel(Level.DEBUG);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        log.addAppender(said);
        return said;
    }

    // Other stores of this JVM have few.
    private static void awaitLearnt(ListAppender<ILoggingEvent> said, int keys) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> said.list.stream()
                .filter(event -> event.getMessage().startsWith("learnt"))
                .flatMap(event -> event.getKeyValuePairs().stream())
                .anyMatch(pair -> pair.key.equals("keys") && (Long) pair.value >= keys));
    }

    // More of them than it has room for at first, so that they are learnt again meanwhile; and what it finds when it opens.
    @Test
    void rows_are_found_that_come_while_their_keys_are_learnt() throws InterruptedException {
        int rows = 150_000;
        ListAppender<ILoggingEvent> said = listen();
        RecordMetadata source = log.give(CommandLog.unblock(user(0).key().subject()));
        IntStream.range(0, rows).forEach(i -> log.materializeSoon(user(i).key(), user(i), source));
        write(user(rows).key(), user(rows));
        awaitLearnt(said, 60_000);
        assertThat(found(rows)).isEqualTo(rows);

        store.close();
        store = open();
        store.start(prefixLengths, invalidated);
        assertThat(found(rows)).isEqualTo(rows);
        awaitLearnt(said, rows);
        assertThat(found(rows)).isEqualTo(rows);
    }
}
