package dev.bouncer.enforcement.announce;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;

/** An announcer whose log acknowledges what it is told to. */
abstract class AnnouncerTests {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Duration NEVER = Duration.ofHours(1);
    static final Duration OFTEN = Duration.ofMillis(20);
    static final Topics TOPICS = new Topics("");
    static final Decoded.Valid RECORD = new Decoded.Valid(
            new Command.Block(UUID.randomUUID(), SubjectKey.of("chat", SubjectKind.USER, "alice"), null, null, null,
                    "test", NOW),
            new Position(0, 811), NOW);

    final MockProducer<byte[], byte[]> producer = new MockProducer<>(false, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    final AtomicReference<List<Long>> applied = new AtomicReference<>(List.of(7L));
    final AtomicInteger closings = new AtomicInteger();
    volatile Instant now = NOW;
    volatile Instant readUpTo = Instant.MAX;
    volatile boolean closingFails;
    Fence fence = open();
    Announcer announcer = announcer(fence, NEVER);

    /** Of an edge that has started long ago. */
    static Fence open() {
        Fence fence = new Fence(null, Moment::now);
        fence.openUnknown();
        return fence;
    }

    Announcer announcer(Fence fence, Duration heartbeat) {
        return new Announcer(producer, TOPICS, "edge-1", "1.2.3",
                new Announcing(Duration.ofSeconds(20)), fence, heartbeat, () -> now,
                new SimpleMeterRegistry());
    }

    void start() {
        announcer.start(new Announcer.Subject() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public String address() {
                return "10.0.0.3:9081";
            }

            @Override
            public List<Long> applied() {
                return applied.get();
            }

            @Override
            public Map<String, Integer> sessions() {
                return Map.of("chat", 4);
            }

            @Override
            public boolean hasReadSince(Instant time) {
                return readUpTo.isAfter(time);
            }

            @Override
            public int closeAll() {
                closings.incrementAndGet();
                if (closingFails) throw new IllegalStateException("a session that cannot be closed");
                return 0;
            }
        });
    }

    @AfterEach
    void stop() {
        Thread leaving = Thread.ofVirtual().start(announcer::close);
        await().until(() -> {
            while (producer.completeNext()) {
                // all that is outstanding
            }
            return !leaving.isAlive();
        });
    }

    List<EdgeAnnouncement> announcements() {
        return producer.history().stream().filter(record -> record.topic().equals(TOPICS.edges()))
                .map(record -> EdgeAnnouncement.decode(record.value())).toList();
    }
}
