package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Topics TOPICS = new Topics("");
    private static final Decoded.Valid RECORD = new Decoded.Valid(
            new Command.Block(UUID.randomUUID(), SubjectKey.of("chat", SubjectKind.USER, "alice"), null, null, null,
                    "test", NOW),
            new Position(0, 811), NOW);

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(false, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final AtomicReference<List<Long>> applied = new AtomicReference<>(List.of());
    private final AtomicInteger closings = new AtomicInteger();
    private volatile boolean hasRead = true;
    private Announcer announcer = announcer(Fence.NONE, NEVER);

    private Announcer announcer(Fence fence, Duration heartbeat) {
        return new Announcer(producer, TOPICS, "edge-1", "1.2.3",
                new Announcing("10.0.0.3:9081", Duration.ofSeconds(20)), fence, heartbeat, () -> NOW,
                new SimpleMeterRegistry());
    }

    private void start() {
        announcer.start(new Announcer.Subject() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public List<Long> applied() {
                return applied.get();
            }

            @Override
            public boolean hasReadSince(Instant time) {
                return hasRead;
            }

            @Override
            public int closeAll() {
                return closings.incrementAndGet();
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

    @Test
    void it_speaks_at_once_and_again_and_again() {
        announcer = announcer(Fence.NONE, OFTEN);
        start();

        await().until(() -> !announcements().isEmpty());
        assertThat(announcements().getFirst()).isEqualTo(new EdgeAnnouncement("edge-1", "1.2.3", "10.0.0.3:9081", NOW,
                true, List.of(), Duration.ofSeconds(20), List.of(), NOW));
        assertThat(producer.history().getFirst().key()).asString().isEqualTo("edge-1");
        applied.set(List.of(7L));
        await().until(() -> announcements().getLast().applied().equals(List.of(7L)));
    }

    @Test
    void what_somebody_waits_for_is_said_at_once_with_what_it_closed() {
        start();
        await().until(() -> announcements().size() == 1);
        producer.completeNext();

        announcer.read(RECORD, true);
        announcer.closed(RECORD, 4, Duration.ofMillis(7), true);
        applied.set(List.of(812L));
        announcer.progressed();

        EnforcementReport report = new EnforcementReport(RECORD.command().id(), "edge-1", 4, Duration.ofMillis(7),
                NOW);
        await().until(() -> announcements().size() == 2 && reports().size() == 1);
        assertThat(announcements().getLast().applied()).containsExactly(812L);
        assertThat(announcements().getLast().confirmed()).containsExactly(report);
        assertThat(reports()).containsExactly(report);
    }

    @Test
    void what_nobody_waits_for_is_reported_soon_and_left_to_the_heartbeat() {
        start();
        await().until(() -> announcements().size() == 1);
        producer.completeNext();

        announcer.read(RECORD, false);
        announcer.closed(RECORD, 4, Duration.ofMillis(7), false);
        announcer.progressed();

        await().until(() -> reports().size() == 1);
        assertThat(announcements()).hasSize(1);
    }

    @Test
    void many_that_are_waited_for_are_one_announcement_while_one_is_on_its_way() {
        start();
        await().until(() -> announcements().size() == 1);

        for (int i = 0; i < 100; i++) {
            announcer.read(RECORD, true);
            announcer.progressed();
        }
        producer.completeNext();

        await().until(() -> announcements().size() >= 2);
        assertThat(announcements()).hasSize(2);
    }

    @Test
    void while_the_fence_is_closed_everybody_is_told_to_go_and_it_opens_when_the_log_has_been_read() {
        Fence fence = new Fence(Duration.ofSeconds(20), Moment::now);
        hasRead = false;
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> !announcements().isEmpty());
        producer.completeNext();

        int before = closings.get();
        assertThat(before).isPositive();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();
        hasRead = true;

        await().until(fence::isOpen);
    }

    @Test
    void it_leaves_with_a_tombstone() {
        start();
        await().until(() -> announcements().size() == 1);

        stop();

        ProducerRecord<byte[], byte[]> last = producer.history().getLast();
        assertThat(last.topic()).isEqualTo(TOPICS.edges());
        assertThat(last.key()).asString().isEqualTo("edge-1");
        assertThat(last.value()).isNull();
    }

    private List<EdgeAnnouncement> announcements() {
        return producer.history().stream().filter(record -> record.topic().equals(TOPICS.edges()))
                .map(record -> EdgeAnnouncement.decode(record.value())).toList();
    }

    private List<EnforcementReport> reports() {
        return producer.history().stream().filter(record -> record.topic().equals(TOPICS.enforcements()))
                .map(record -> EnforcementReport.decode(record.value())).toList();
    }
}
