package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentCommandsTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID ID = UUID.randomUUID();
    private static final Decoded.Valid RECORD = new Decoded.Valid(
            new Command.Unblock(ID, SubjectKey.of("chat", SubjectKind.USER, "alice"), null, "test", AT),
            new Position(0, 1), AT);

    private final List<String> heard = new ArrayList<>();
    private final RecentCommands recent = new RecentCommands(() -> AT, List.of(new CommandObserver() {
        @Override
        public void read(Decoded.Valid record) {
            heard.add("read " + record.position().offset());
        }

        @Override
        public void enforced(Decoded.Valid record, EnforcementReport report) {
            heard.add(record.position().offset() + " by " + report.edge());
        }
    }));

    private static EnforcementReport report(String edge) {
        return new EnforcementReport(ID, edge, 1, Duration.ZERO, AT);
    }

    @Test
    void observersHearOfACommandAndThenOfEachReportOnce() {
        recent.reported(report("edge-2"));
        assertThat(heard).as("a report of nobody knows which command").isEmpty();

        recent.read(RECORD, false);
        recent.reported(report("edge-1"));

        assertThat(heard).containsExactly("read 1", "1 by edge-2", "1 by edge-1");

        recent.read(RECORD, true);
        recent.reported(report("edge-1"));
        recent.reported(report("edge-2"));

        assertThat(heard).hasSize(3);
    }
}
