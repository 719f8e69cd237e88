package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.bouncer.contract.DepartureHeader;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
    private final AtomicReference<List<Long>> applied = new AtomicReference<>(List.of(7L));
    private final AtomicInteger closings = new AtomicInteger();
    private volatile Instant now = NOW;
    private volatile Instant readUpTo = Instant.MAX;
    private volatile boolean closingFails;
    private Fence fence = open();
    private Announcer announcer = announcer(fence, NEVER);

    /** Of an edge that has started long ago. */
    private static Fence open() {
        Fence fence = new Fence(null, Moment::now);
        fence.openUnknown();
        return fence;
    }

    private Announcer announcer(Fence fence, Duration heartbeat) {
        return new Announcer(producer, TOPICS, "edge-1", "1.2.3",
                new Announcing(Duration.ofSeconds(20)), fence, heartbeat, () -> now,
                new SimpleMeterRegistry());
    }

    private void start() {
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

    @Test
    void it_speaks_at_once_and_again_and_again() {
        announcer = announcer(fence, OFTEN);
        start();

        await().until(() -> !announcements().isEmpty());
        assertThat(announcements().getFirst()).isEqualTo(new EdgeAnnouncement("edge-1", "1.2.3", "10.0.0.3:9081", NOW,
                true, List.of(7L), Duration.ofSeconds(20), Map.of("chat", 4), List.of(), NOW));
        assertThat(producer.history().getFirst().key()).asString().isEqualTo("edge-1");
        applied.set(List.of(8L));
        await().until(() -> announcements().getLast().applied().equals(List.of(8L)));
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
    void what_was_not_acknowledged_is_said_again() {
        start();
        await().until(() -> announcements().size() == 1);
        producer.completeNext();
        announcer.read(RECORD, true);
        announcer.closed(RECORD, 4, Duration.ofMillis(7), true);
        announcer.progressed();
        await().until(() -> announcements().size() == 2 && reports().size() == 1);
        producer.errorNext(new TimeoutException("no answer"));

        announcer.read(RECORD, true);
        announcer.progressed();
        await().until(() -> announcements().size() == 3);
        assertThat(announcements().getLast().confirmed()).hasSize(1);
        while (producer.completeNext()) {
            // all that is outstanding
        }

        announcer.read(RECORD, true);
        announcer.progressed();
        await().until(() -> announcements().size() == 4);
        assertThat(announcements().getLast().confirmed()).isEmpty();
    }

    @Test
    void what_does_not_fit_into_one_announcement_follows_at_once() {
        start();
        await().until(() -> announcements().size() == 1);
        announcer.read(RECORD, true);
        for (int i = 0; i < 2_001; i++) {
            announcer.closed(RECORD, i + 1, Duration.ofMillis(7), true);
        }
        applied.set(List.of(9L));
        announcer.progressed();

        await().until(() -> {
            while (producer.completeNext()) {
                // all that is outstanding
            }
            return announcements().size() >= 3;
        });
        assertThat(announcements().get(1).applied()).as("what is not told yet was not applied").containsExactly(7L);
        assertThat(announcements().get(2).applied()).containsExactly(9L);
        assertThat(announcements().get(1).confirmed()).hasSize(2_000);
        assertThat(announcements().get(2).confirmed()).extracting(EnforcementReport::sessions).containsExactly(2_001);
    }

    @Test
    void it_serves_nobody_before_all_is_read_that_was_there_when_it_became_known() {
        fence = new Fence(Duration.ofSeconds(20), Moment::now);
        readUpTo = NOW.plusSeconds(1);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> announcements().size() > 1);
        now = NOW.plusSeconds(2);
        producer.completeNext();

        int before = closings.get();
        assertThat(before).isPositive();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();
        readUpTo = NOW.plusSeconds(3);

        await().until(fence::isOpen);
    }

    @Test
    void the_first_acknowledgement_lets_clients_in_without_waiting_for_a_heartbeat() {
        fence = new Fence(null, Moment::now);
        applied.set(List.of());
        announcer = announcer(fence, NEVER);
        start();
        applied.set(List.of(7L));
        announcer.caughtUp();
        await().until(() -> announcements().size() == 1);
        assertThat(fence.isOpen()).isFalse();

        producer.completeNext();

        await().until(fence::isOpen);
        await().until(() -> announcements().size() == 2);
    }

    @Test
    void one_that_is_not_acknowledged_takes_clients_after_a_while() {
        AtomicReference<Moment> time = new AtomicReference<>(new Moment(0, 0));
        fence = new Fence(null, time::get);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> announcements().size() > 1);
        int before = closings.get();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();

        time.set(new Moment(Fence.LONGEST_WAIT.toNanos(), Fence.LONGEST_WAIT.toMillis()));

        await().until(fence::isOpen);
    }

    @Test
    void one_that_must_not_write_takes_clients_at_once() {
        AtomicReference<Moment> time = new AtomicReference<>(new Moment(0, 0));
        fence = new Fence(null, time::get);
        announcer = announcer(fence, NEVER);
        start();
        await().until(() -> announcements().size() == 1);

        producer.errorNext(new TopicAuthorizationException(TOPICS.edges()));

        await().until(fence::isOpen);
    }

    @Test
    void one_with_a_lease_that_must_not_write_takes_nobody() {
        fence = new Fence(Duration.ofSeconds(20), Moment::now);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> !announcements().isEmpty());
        producer.errorNext(new TopicAuthorizationException(TOPICS.edges()));

        int before = closings.get();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void it_goes_on_when_closing_everybody_fails() {
        fence = new Fence(Duration.ofSeconds(20), Moment::now);
        closingFails = true;
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> announcements().size() > 1);
        closingFails = false;
        producer.completeNext();

        await().until(fence::isOpen);
    }

    @Test
    void it_leaves_with_a_tombstone_that_says_which_process_leaves() {
        start();
        await().until(() -> announcements().size() == 1);
        now = NOW.plusSeconds(1);

        stop();

        ProducerRecord<byte[], byte[]> last = producer.history().getLast();
        assertThat(last.topic()).isEqualTo(TOPICS.edges());
        assertThat(last.key()).asString().isEqualTo("edge-1");
        assertThat(last.value()).isNull();
        assertThat(DepartureHeader.in(last.headers())).isEqualTo(NOW);
    }

    @Test
    void one_that_never_knew_what_is_in_force_says_nothing() {
        fence = new Fence(null, Moment::now);
        applied.set(List.of());
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> closings.get() > 2);

        stop();

        assertThat(producer.history()).isEmpty();
        assertThatThrownBy(fence::awaitOpen).isInstanceOf(IllegalStateException.class).hasMessageContaining("stopped");
    }

    @Test
    void one_that_was_never_told_to_announce_itself_says_nothing() {
        stop();
        assertThat(producer.history()).isEmpty();
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
