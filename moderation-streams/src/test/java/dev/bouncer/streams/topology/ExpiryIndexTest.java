package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

final class ExpiryIndexTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ExpiryIndex index = new ExpiryIndex(StoreFixture.keyValue());

    @Test
    void orderIsThatOfTimeBeforeAndAfter1970() {
        add("d", NOW);
        add("b", Instant.EPOCH.minusMillis(1));
        add("c", Instant.EPOCH);
        add("a", Instant.parse("0001-01-01T00:00:00Z"));
        add("e", Instant.parse("9999-12-31T23:59:59.999Z"));

        assertThat(ids(index.endingBy(Instant.parse("9999-12-31T23:59:59.999Z"), 10))).containsExactly("a", "b", "c",
                "d", "e");
    }

    @Test
    void endAtTheTimeItselfCountsAndOneMillisecondLaterDoesNot() {
        add("now", NOW);
        add("later", NOW.plusMillis(1));

        assertThat(ids(index.endingBy(NOW, 10))).containsExactly("now");
        assertThat(ids(index.endingBy(NOW.minusMillis(1), 10))).isEmpty();
    }

    @Test
    void blockForEverHasNoRow() {
        index.add(block("ever", null));

        assertThat(index.endingBy(Instant.parse("9999-12-31T23:59:59.999Z"), 10)).isEmpty();
    }

    @Test
    void blockAndInvalidationOfASubjectThatEndAtOnceHaveARowEach() {
        add("a", NOW);
        BlockEntry invalidation = new BlockEntry(user("a"), new UUID(0, 1), NOW, NOW, null, null, "backend-1", NOW);
        index.add(invalidation);
        assertThat(index.endingBy(NOW, 10)).containsExactly(invalidation.key(), BlocklistKey.block(user("a")));

        index.remove(block("a", NOW));

        assertThat(index.endingBy(NOW, 10)).containsExactly(invalidation.key());
    }

    @Test
    void removedRowsAreGoneAndTheOthersOfThatTimeStay() {
        add("a", NOW);
        add("b", NOW);
        index.remove(block("a", NOW));

        assertThat(ids(index.endingBy(NOW, 10))).containsExactly("b");
    }

    @Test
    void sliceEndsInTheMiddleOfOneTimeAndTheNextGoesOnThere() {
        add("a", NOW);
        add("b", NOW);
        add("c", NOW);
        assertThat(ids(index.endingBy(NOW, 2))).containsExactly("a", "b");
        index.remove(block("a", NOW));
        index.remove(block("b", NOW));

        assertThat(ids(index.endingBy(NOW, 2))).containsExactly("c");
    }

    @Test
    void rowAddedBeforeTheTimeSweptToIsFound() {
        assertThat(index.endingBy(NOW, 10)).isEmpty();
        add("late", NOW.minusSeconds(60));

        assertThat(ids(index.endingBy(NOW, 10))).containsExactly("late");
    }

    @Test
    void clockThatGoesBackLosesNoRow() {
        assertThat(index.endingBy(NOW, 10)).isEmpty();
        assertThat(index.endingBy(NOW.minusSeconds(60), 10)).isEmpty();
        add("a", NOW.minusSeconds(30));

        assertThat(ids(index.endingBy(NOW, 10))).containsExactly("a");
    }

    private void add(String id, Instant end) {
        index.add(block(id, end));
    }

    private static BlockEntry block(String id, @Nullable Instant end) {
        return new BlockEntry(user(id), new UUID(0, 0), NOW, end, null, null, "backend-1");
    }

    private static List<String> ids(List<BlocklistKey> keys) {
        return keys.stream().map(key -> key.subject().subject().id()).toList();
    }
}
