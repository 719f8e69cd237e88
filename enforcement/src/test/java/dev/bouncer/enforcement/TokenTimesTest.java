package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;

class TokenTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");
    private static final SubjectKey BOB = SubjectKey.of("chat", SubjectKind.USER, "bob");
    private static final SubjectKey TOKEN = SubjectKey.of("chat", SubjectKind.TOKEN, "t");

    private final TokenTimes times = new TokenTimes();

    @Test
    void each_subject_has_the_time_of_the_last_token_that_says_it() {
        times.show(List.of(ALICE, TOKEN), NOW);
        times.show(List.of(BOB), NOW.minusSeconds(60));

        assertThat(times.issuedAt(ALICE)).isEqualTo(NOW);
        assertThat(times.issuedAt(BOB)).isEqualTo(NOW.minusSeconds(60));
        assertThat(times.issuedAt(TOKEN)).as("nobody asks for it").isNull();

        times.show(List.of(ALICE), null);
        assertThat(times.issuedAt(ALICE)).isNull();
    }

    @Test
    void what_the_session_no_longer_is_has_none() {
        times.show(List.of(ALICE, BOB), NOW);
        times.forget(List.of(ALICE));

        assertThat(times.issuedAt(ALICE)).isNull();
        assertThat(times.issuedAt(BOB)).isEqualTo(NOW);
    }
}
