package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.Position;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

class EdgesTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private long nanos = Long.MAX_VALUE - 1_000_000_000;
    private final Edges edges = new Edges(Duration.ofMinutes(10), () -> nanos);

    private void says(String edge, @Nullable Duration fenceAfter, Long... applied) {
        edges.heard(announcement(edge, fenceAfter, applied), Duration.ZERO);
    }

    private static EdgeAnnouncement announcement(String edge, @Nullable Duration fenceAfter, Long... applied) {
        return new EdgeAnnouncement(edge, "1", null, AT, true, List.of(applied), fenceAfter, List.of(), AT);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private List<String> counted() {
        return edges.counted().map(EdgeState::id).toList();
    }

    @Test
    void theSlowestEdgeDecides() {
        edges.readUpTo(nanos);
        assertThat(edges.confirmedBelow(0)).isEqualTo(Long.MAX_VALUE);
        says("edge-1", null, 5L, 9L);
        says("edge-2", null, 7L, 3L);

        assertThat(edges.confirmedBelow(0)).isEqualTo(5);
        assertThat(edges.confirmedBelow(1)).isEqualTo(3);
        assertThat(edges.confirmedBelow(2)).as("a partition nobody knows").isZero();
    }

    @Test
    void oneThatHasNeverKnownWhatIsInForceHasHadNoSession() {
        says("edge-1", null);

        assertThat(edges.all()).hasSize(1);
        assertThat(counted()).isEmpty();
        edges.readUpTo(nanos);
        assertThat(edges.confirmedBelow(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoeverSaysNothingForFiveSecondsIsSilentAndCountsAllTheSame() {
        says("edge-1", null, 5L);
        pass(Duration.ofMillis(4_999));
        assertThat(edges.all().getFirst().isSilent()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(edges.all().getFirst().isSilent()).isTrue();
        assertThat(counted()).containsExactly("edge-1");

        says("edge-1", null, 6L);
        assertThat(edges.all().getFirst().isSilent()).isFalse();
    }

    @Test
    void whoeverLeavesOrIsForgottenIsGoneUntilItSpeaks() {
        says("edge-1", null, 5L);
        edges.gone("edge-1", null);
        assertThat(edges.all()).isEmpty();

        says("edge-1", null, 5L);
        assertThat(counted()).containsExactly("edge-1");
    }

    @Test
    void afterTenMinutesOfSilenceOneIsForgottenIfThisNodeHasHeardTheOthers() {
        says("edge-1", null, 5L);
        pass(Duration.ofMinutes(10));
        assertThat(counted()).as("this node may be the one that is cut off").containsExactly("edge-1");

        edges.readUpTo(nanos);
        pass(Duration.ofMillis(9_999));
        edges.readUpTo(nanos);
        assertThat(counted()).as("all may have been cut off until now").containsExactly("edge-1");
        pass(Duration.ofMillis(1));
        edges.readUpTo(nanos);
        assertThat(counted()).isEmpty();
    }

    @Test
    void aGapInWhatThisNodeHeardBeginsThatTimeAnew() {
        says("edge-1", null, 5L);
        pass(Duration.ofMinutes(10));
        edges.readUpTo(nanos);
        pass(Edges.HEARING);
        edges.readUpTo(nanos);

        assertThat(counted()).containsExactly("edge-1");
    }

    @Test
    void nothingIsConfirmedWhileItIsNotKnownWhoThereIs() {
        says("edge-1", null, 5L);
        assertThat(edges.isKnown()).isFalse();
        assertThat(edges.confirmedBelow(0)).isZero();

        edges.readUpTo(nanos);
        assertThat(edges.isKnown()).isTrue();
        assertThat(edges.confirmedBelow(0)).isEqualTo(5);

        edges.begin();
        assertThat(edges.isKnown()).as("it is read again").isFalse();
        edges.readUpTo(nanos);
        pass(Edges.HEARING);
        assertThat(edges.isKnown()).as("nothing was read for a while").isFalse();
        assertThat(edges.confirmedBelow(0)).isZero();
    }

    @Test
    void aProcessThatLeavesDoesNotTakeTheOneInItsPlaceWithIt() {
        says("edge-1", null, 5L);

        edges.gone("edge-1", AT.minusSeconds(1));
        assertThat(counted()).containsExactly("edge-1");
        edges.gone("edge-1", AT);
        assertThat(counted()).isEmpty();
    }

    @Test
    void ofTwoProcessesWithOneNameNobodyKnowsForWhomTheyConfirm() {
        edges.readUpTo(nanos);
        says("edge-1", null, 5L);
        assertThat(edges.heard(new EdgeAnnouncement("edge-1", "1", null, AT.minusSeconds(1), true, List.of(9L), null,
                List.of(), AT), Duration.ZERO)).isFalse();

        assertThat(edges.confirmedBelow(0)).isZero();
        says("edge-1", null, 9L);
        assertThat(edges.all().getFirst().contested()).isTrue();
        assertThat(edges.all().getFirst().hasConfirmed(new Position(0, 5))).isFalse();

        pass(Edges.SILENT_AFTER);
        edges.readUpTo(nanos);
        assertThat(edges.confirmedBelow(0)).as("the other has gone").isEqualTo(9);
    }

    @Test
    void oneWithAFenceCountsNoMoreWhenItMustHaveFencedItself() {
        Duration fence = Duration.ofSeconds(20);
        says("edge-1", fence, 5L);
        says("edge-2", null, 5L);
        pass(fence.plus(Edges.FENCE_ALLOWANCE));
        assertThat(counted()).as("this node may be the one that is cut off").hasSize(2);

        edges.readUpTo(nanos - 1);
        assertThat(counted()).hasSize(2);
        edges.readUpTo(nanos);
        assertThat(counted()).containsExactly("edge-2");
        assertThat(edges.all()).hasSize(2);

        says("edge-1", fence, 5L);
        assertThat(counted()).hasSize(2);
    }

    /** Its clock and ours may be apart: what it said long ago may have been said just now. */
    @Test
    void theAgeOfWhatWasSaidTellsOfSilenceButNotOfAFence() {
        edges.heard(announcement("edge-1", Duration.ofSeconds(20), 5L), Duration.ofMinutes(1));
        edges.readUpTo(nanos);

        assertThat(edges.all().getFirst().isSilent()).isTrue();
        assertThat(counted()).containsExactly("edge-1");
    }

    @Test
    void itIsCompleteOnceAllIsRead() throws InterruptedException {
        assertThat(edges.awaitComplete(Duration.ZERO)).isFalse();
        edges.readUpTo(nanos);
        assertThat(edges.isComplete()).isTrue();
        assertThat(edges.awaitComplete(Duration.ZERO)).isTrue();
    }
}
