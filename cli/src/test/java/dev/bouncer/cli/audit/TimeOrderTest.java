package dev.bouncer.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;

class TimeOrderTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");

    private final List<Long> passed = new ArrayList<>();
    private final TimeOrder order = new TimeOrder(3,
            event -> passed.add(event.at().getEpochSecond() - START.getEpochSecond()));

    private void add(int partition, long... seconds) {
        for (long second : seconds) {
            Instant at = START.plusSeconds(second);
            order.add(partition, new AuditEvent.Accepted(
                    new Command.Unblock(UUID.randomUUID(), ALICE, null, "test", at), new Position(partition, second),
                    null, at));
        }
    }

    @Test
    void nothing_is_passed_on_before_what_may_still_come() {
        add(0, 1, 4, 6);
        add(1, 2, 3);
        order.passOn(_ -> false);
        assertThat(passed).as("partition 2 may have anything").isEmpty();

        add(2, 5, 9);
        order.passOn(_ -> false);
        assertThat(passed).as("partition 1 may have a 4").containsExactly(1L, 2L, 3L);

        order.passOn(partition -> partition == 1);
        assertThat(passed).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);

        order.passOn(_ -> true);
        assertThat(passed).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 9L);
    }

    @Test
    void what_waits_is_limited() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(order.full()).isEmpty();
            add(1, i);
        }
        assertThat(order.full()).containsExactly(1);
    }
}
