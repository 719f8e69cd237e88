package dev.bouncer.edge.gateway;

import dev.bouncer.enforcement.CloseReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class RequestEndTest {
    private final RequestEnd end = new RequestEnd();

    // A session is closed a moment before its words are said: in between, its reason is yet to come, and is no other.
    @Test
    void whoeverIsFasterThanTheWordsIsToldThemThen() {
        assertThat(end.reason()).isNotDone();

        end.close(end.farewell(new CloseReason.Unauthenticated()).close());

        assertThat(end.reason()).isCompletedWithValue(new CloseReason.Unauthenticated());
    }

    @Test
    void whoeverGoesAwaySparesNothingThatHasYetToBeAsked() {
        assertThat(end.spares(new CloseReason.GoingAway())).isFalse();
    }
}
