package dev.bouncer.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.FakeSession;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Enforcement on a real log, moderation-streams played by hand. */
@ExtendWith(SharedBroker.class)
abstract class EnforcementOnLog {
    static final Duration SOON = Duration.ofSeconds(20);

    final Path dir;
    final CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 3);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Enforcement enforcement;

    EnforcementOnLog(@TempDir Path dir) {
        this.dir = dir;
        this.enforcement = start();
    }

    Enforcement start() {
        return Enforcement.start(new EnforcementConfig(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                log.topics(), stateDir(), "it", Duration.ofSeconds(2), Duration.ofSeconds(30)), meters,
                InstantSource.system());
    }

    Path stateDir() {
        return dir.resolve("state");
    }

    @BeforeEach
    void ready() throws InterruptedException {
        enforcement.awaitReady();
    }

    @AfterEach
    void stop() {
        enforcement.close();
        log.close();
    }

    FakeSession open(SubjectKey key) {
        FakeSession session = new FakeSession(Instant.now());
        enforcement.sessions().bind(session, List.of(key));
        return session;
    }

    boolean blocked(SubjectKey key) {
        return enforcement.view().find(key, Instant.now()) != null;
    }

    @Nullable
    BlockEntry invalidation(SubjectKey key) {
        return enforcement.view().findInvalidation(key, Instant.now());
    }

    int overlaySize() {
        return (int) meters.get("bouncer.overlay.size").gauge().value();
    }
}
