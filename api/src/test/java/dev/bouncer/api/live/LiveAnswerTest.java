package dev.bouncer.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveAnswerTest {
    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static LiveSessions page(@Nullable UUID next, int... numbers) {
        return new LiveSessions(IntStream.of(numbers).mapToObj(number -> new LiveSession("edge-1", id(number),
                Instant.EPOCH, List.of(), "native", null, null, null)).toList(), next);
    }

    private static LiveAnswer merged(int limit, LiveSessions... told) {
        return LiveAnswer.of(List.of(told), limit, told.length, Map.of());
    }

    private static List<UUID> ids(LiveAnswer answer) {
        return answer.sessions().stream().map(LiveSession::id).toList();
    }

    @Test
    void behindTheEndOfAPageNobodyKnows() {
        // The second edge has told two of its sessions, and its third may be 4.
        LiveAnswer answer = merged(10, page(null, 1, 5, 6), page(id(3), 2, 3));

        assertThat(ids(answer)).containsExactly(id(1), id(2), id(3));
        assertThat(answer.next()).isEqualTo(id(3));
    }

    @Test
    void noMoreAreToldThanAskedFor() {
        LiveAnswer answer = merged(2, page(null, 1, 5), page(null, 2));

        assertThat(ids(answer)).containsExactly(id(1), id(2));
        assertThat(answer.next()).isEqualTo(id(2));
    }

    @Test
    void thereIsNoNextWhereAllIsTold() {
        assertThat(merged(3, page(null, 1, 5), page(null, 2)).next()).isNull();
        assertThat(merged(3, page(null)).next()).isNull();
        assertThat(merged(3).sessions()).isEmpty();
    }

    @Test
    void aFullPageThatEndsAnEdgesSaysNoMore() {
        LiveAnswer answer = merged(2, page(id(2), 1, 2), page(null, 3));

        assertThat(ids(answer)).containsExactly(id(1), id(2));
        assertThat(answer.next()).isEqualTo(id(2));
    }
}
