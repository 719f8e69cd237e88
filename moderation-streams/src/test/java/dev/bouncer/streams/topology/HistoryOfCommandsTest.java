package dev.bouncer.streams.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** What commands leave in the history, on the store that production uses. */
final class HistoryOfCommandsTest {
    private static final SubjectKey ALICE = user("alice");
    private static final SubjectKey BOB = user("bob");

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void everyKindOfEventIsInItByteForByteAsOnTheAuditTopic() {
        driven.send(driven.block(ALICE, Duration.ofMinutes(1)));
        driven.send(driven.terminate(ALICE));
        driven.send(driven.block(BOB, null));
        driven.advance(Duration.ofMinutes(3));
        driven.send(driven.unblock(ALICE));

        List<byte[]> audit = new ArrayList<>(driven.audit().stream()
                .filter(record -> Arrays.equals(record.key(), ALICE.bytes()))
                .map(TestRecord::value).toList());
        Collections.reverse(audit);
        assertThat(driven.history(ALICE)).containsExactlyElementsOf(audit);
        assertThat(events(ALICE)).extracting(event -> event.getClass().getSimpleName()).containsExactly("Accepted",
                "Expired", "Accepted", "Accepted");
        assertThat(events(BOB)).hasSize(1);
    }

    @Test
    void duplicatesAreNotInItAndOfManyEventsTheLastHundredAre() {
        for (int i = 0; i < 130; i++) {
            var block = driven.block(ALICE, null);
            driven.send(block);
            driven.send(block);
        }

        List<AuditEvent> events = events(ALICE);
        assertThat(events).hasSize(100);
        assertThat(((AuditEvent.Accepted) events.getFirst()).position().offset()).isEqualTo(258);
        assertThat(((AuditEvent.Accepted) events.getLast()).position().offset()).isEqualTo(60);
        assertThat(driven.rows(History.STORE)).as("and the first one's row, empty").hasSize(101);
    }

    private List<AuditEvent> events(SubjectKey subject) {
        return driven.history(subject).stream().map(record -> AuditRecord.decode(record).event()).toList();
    }
}
