package dev.bouncer.enforcement;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.SharedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real broker does what its fake does. */
@ExtendWith(SharedBroker.class)
class MaterializedBlocklistIT extends BlockStoreKit {
    private static final int PARTITIONS = 2;

    private final CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(),
            PARTITIONS);
    private final Overlay overlay = new Overlay(new long[]{-1, -1});
    private final PrefixLengths prefixLengths = new PrefixLengths();
    private final InvalidatedApps invalidated = new InvalidatedApps();
    private final MaterializedBlocklist store;

    MaterializedBlocklistIT(@TempDir Path dir) {
        store = new MaterializedBlocklist(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                log.topics().blocklist(), "kit-" + UUID.randomUUID(), dir, overlay, prefixLengths, invalidated,
                PARTITIONS,
                new SimpleMeterRegistry());
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
}
