package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.DepartureHeader;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AnnouncerTest extends AnnouncerTests {
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

    private List<EnforcementReport> reports() {
        return producer.history().stream().filter(record -> record.topic().equals(TOPICS.enforcements()))
                .map(record -> EnforcementReport.decode(record.value())).toList();
    }
}
