package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfirmationsTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Position PLACE = new Position(1, 7);

    private final Edges edges = new Edges(Duration.ofMinutes(10), System::nanoTime);
    private final RecentCommands recent = new RecentCommands(() -> AT);
    @AutoClose
    private final Confirmations confirmations = new Confirmations(edges, recent);
    private final UUID command = UUID.randomUUID();

    private void applied(String edge, long next) {
        edges.readUpTo(System.nanoTime());
        edges.heard(new EdgeAnnouncement(edge, "1", null, AT, true, List.of(0L, next), null, List.of(), AT),
                Duration.ZERO);
        confirmations.check();
    }

    @Test
    void isAnsweredWhenTheLastEdgeHasSaidSo() {
        applied("edge-1", 8);
        applied("edge-2", 7);
        CompletableFuture<Confirmation> answer = confirmations.await(command, PLACE, LONG);
        assertThat(answer).isNotDone();
        recent.reported(new EnforcementReport(command, "edge-1", 3, Duration.ofMillis(5), AT));
        recent.reported(new EnforcementReport(command, "edge-2", 1, Duration.ofMillis(7), AT));

        applied("edge-2", 8);

        assertThat(answer).isCompleted();
        assertThat(answer.join().isEnforced()).isTrue();
        assertThat(answer.join().confirmed()).containsExactly("edge-1", "edge-2");
        assertThat(answer.join().reports()).extracting(EnforcementReport::sessions).containsExactly(3, 1);
        assertThat(confirmations.waiting()).isZero();
    }

    @Test
    void isAnsweredAtOnceWhereAllHaveSaidSoBefore() {
        applied("edge-1", 8);

        assertThat(confirmations.await(command, PLACE, LONG)).isCompleted();
    }

    @Test
    void namesWhoIsMissingWhenTheTimeIsOver() {
        applied("edge-1", 8);
        applied("edge-2", 7);

        Confirmation answer = confirmations.await(command, PLACE, SHORT).join();

        assertThat(answer.isEnforced()).isFalse();
        assertThat(answer.confirmed()).containsExactly("edge-1");
        assertThat(answer.missing()).containsExactly("edge-2");
        assertThat(answer.silent()).isEmpty();
        assertThat(confirmations.waiting()).isZero();
    }

    @Test
    void whoeverIsForgottenIsWaitedForNoMore() {
        applied("edge-1", 8);
        applied("edge-2", 7);
        CompletableFuture<Confirmation> answer = confirmations.await(command, PLACE, LONG);

        edges.gone("edge-2", null);
        confirmations.check();

        assertThat(answer).isCompleted();
        assertThat(answer.join().confirmed()).containsExactly("edge-1");
    }

    @Test
    void aCommandWhosePlaceIsNotKnownIsFoundOnTheLog() {
        applied("edge-1", 8);
        CompletableFuture<Confirmation> answer = confirmations.await(command, null, LONG);
        assertThat(answer).isNotDone();

        recent.read(new Decoded.Valid(new Command.Terminate(command, SubjectKey.of("chat", SubjectKind.USER, "alice"),
                null, "test", AT), PLACE, AT), true);

        assertThat(answer).isCompleted();
        assertThat(confirmations.await(UUID.randomUUID(), null, SHORT).join().missing()).containsExactly("edge-1");
    }

    @Test
    void severalWaitForOneCommandAndOneIsNotEndedByAnother() {
        applied("edge-1", 7);
        CompletableFuture<Confirmation> patient = confirmations.await(command, PLACE, LONG);

        assertThat(confirmations.await(command, PLACE, SHORT).join().isEnforced()).isFalse();
        assertThat(patient).isNotDone();

        applied("edge-1", 8);
        assertThat(patient).isCompleted();
    }

    @Test
    void withoutKnowingWhoThereIsNobodyIsTakenToHaveConfirmed() {
        CompletableFuture<Confirmation> answer = confirmations.await(command, PLACE, SHORT);

        assertThat(answer.join().isEnforced()).isFalse();
        assertThat(answer.join().missing()).isEmpty();
    }

    @Test
    void nobodyIsKeptWaitingWhenItIsClosed() {
        applied("edge-1", 7);
        CompletableFuture<Confirmation> answer = confirmations.await(command, PLACE, LONG);
        CompletableFuture<Confirmation> elsewhere = confirmations.await(UUID.randomUUID(), null, LONG);

        confirmations.close();

        assertThat(answer.join().missing()).containsExactly("edge-1");
        assertThat(elsewhere).isCompleted();
        assertThat(confirmations.await(command, PLACE, LONG)).isCompleted();
    }
}
