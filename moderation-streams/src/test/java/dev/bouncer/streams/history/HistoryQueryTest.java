package dev.bouncer.streams.history;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.bouncer.streams.history.CopiesInMemory.DEAD;
import static dev.bouncer.streams.history.CopiesInMemory.SLOW;
import static dev.bouncer.streams.history.CopiesInMemory.event;
import static dev.bouncer.streams.history.CopiesInMemory.telling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class HistoryQueryTest {
    private static final int PARTITIONS = 4;
    private static final SubjectKey APART = subject(false);
    private static final SubjectKey TOGETHER = subject(true);
    private static final int BLOCKS = new CommandKey(Lane.BLOCK, APART).partition(PARTITIONS);
    private static final int TERMINATES = new CommandKey(Lane.TERMINATE, APART).partition(PARTITIONS);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final CopiesInMemory copies = new CopiesInMemory(PARTITIONS);
    private final HistoryQuery query = new HistoryQuery(copies, InstantSource.system());

    @AfterEach
    void close() {
        query.close();
    }

    @Test
    void lanesInTwoPartitionsAreMergedByTime() throws Exception {
        copies.put(BLOCKS, telling(event("b3", NOON.plusSeconds(30)), event("b1", NOON.plusSeconds(10))));
        copies.put(TERMINATES, telling(event("t2", NOON.plusSeconds(20)), event("t0", NOON)));

        assertThat(told(APART, 100)).containsExactly("b3", "t2", "b1", "t0");
        assertThat(told(APART, 3)).containsExactly("b3", "t2", "b1");
    }

    @Test
    void ofOneTimeTheLowerPartitionComesFirst() throws Exception {
        copies.put(BLOCKS, telling(event("b" + BLOCKS, NOON)));
        copies.put(TERMINATES, telling(event("t" + TERMINATES, NOON)));

        assertThat(told(APART, 100)).isSortedAccordingTo((a, b) -> a.charAt(1) - b.charAt(1)).hasSize(2);
    }

    @Test
    void whatIsOfOnePartitionStaysInItsOrderWhereTimeStepsBack() throws Exception {
        copies.put(BLOCKS, telling(event("b2", NOON), event("b1", NOON.plusSeconds(60))));
        copies.put(TERMINATES, telling(event("t1", NOON.plusSeconds(30))));

        assertThat(told(APART, 100)).containsExactly("t1", "b2", "b1");
    }

    @Test
    void lanesInOnePartitionAreAskedOnce() throws Exception {
        copies.put(new CommandKey(Lane.BLOCK, TOGETHER).partition(PARTITIONS), telling(event("x", NOON)));

        assertThat(told(TOGETHER, 100)).containsExactly("x");
    }

    @Test
    void whoseTokensCanBeInvalidatedIsAskedForInThatLaneToo() throws Exception {
        SubjectKey alice = SubjectKey.of("chat", SubjectKind.USER, "alice");
        CommandKey.of(alice).forEach(key -> copies.put(key.partition(PARTITIONS), telling()));
        copies.put(new CommandKey(Lane.INVALIDATE, alice).partition(PARTITIONS), telling(event("i", NOON)));

        assertThat(told(alice, 100)).containsExactly("i");
    }

    @Test
    void nothingIsAnEmptyHistory() throws Exception {
        copies.put(BLOCKS, telling());
        copies.put(TERMINATES, telling());

        assertThat(told(APART, 100)).isEmpty();
    }

    @Test
    void partThatNobodyCanTellMakesTheWholeUnavailableAndIsNamed() {
        copies.put(BLOCKS, telling(event("b", NOON)));
        copies.put(TERMINATES, DEAD, DEAD);

        assertThatThrownBy(() -> told(APART, 100)).isInstanceOf(HistoryUnavailable.class)
                .hasMessage("no instance can tell partition " + TERMINATES + " (terminate) at the moment");
    }

    @Test
    void bothLanesAreNamedWhereBothAreMissing() {
        int partition = new CommandKey(Lane.BLOCK, TOGETHER).partition(PARTITIONS);
        copies.put(partition, DEAD);

        assertThatThrownBy(() -> told(TOGETHER, 100))
                .hasMessage("no instance can tell partition " + partition + " (block and terminate) at the moment");
    }

    @Test
    void slowCopyLeavesTimeForTheNext() throws Exception {
        copies.put(BLOCKS, DEAD, SLOW, telling(event("b", NOON)));
        copies.put(TERMINATES, SLOW, telling());
        Instant asked = Instant.now();

        assertThat(told(APART, 100)).containsExactly("b");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(HistoryQuery.DEADLINE);
    }

    @Test
    void copyThatNeverComesBackDoesNotHoldUpTheAnswer() {
        copies.put(BLOCKS, (_, _) -> {
            new CountDownLatch(1).await();
            throw new AssertionError("was not interrupted");
        });
        copies.put(TERMINATES, telling());

        assertThatThrownBy(() -> told(APART, 100)).isInstanceOf(HistoryUnavailable.class)
                .hasMessageContaining("partition " + BLOCKS + " (block)");
    }

    @Test
    void staleIsTheWholeWhereAPartIs() throws Exception {
        copies.put(BLOCKS, telling(event("b", NOON)));
        copies.put(TERMINATES, DEAD, (_, _) -> new Part(List.of(event("t", NOON)), true));
        assertThat(query.answer(new HistoryRequest(APART, 100)).stale()).isTrue();

        copies.put(TERMINATES, telling());
        assertThat(query.answer(new HistoryRequest(APART, 100)).stale()).isFalse();
    }

    @Test
    void forOnePartitionNobodyElseIsAsked() throws Exception {
        copies.put(BLOCKS, telling(event("elsewhere", NOON)));
        copies.putHere(BLOCKS, telling(event("here", NOON)));

        assertThat(names(query.answer(new HistoryRequest(APART, 100, BLOCKS)))).containsExactly("here");
        assertThatThrownBy(() -> query.answer(new HistoryRequest(APART, 100, TERMINATES)))
                .isInstanceOf(HistoryUnavailable.class);
    }

    private List<String> told(SubjectKey subject, int limit) throws Exception {
        return names(query.answer(new HistoryRequest(subject, limit)));
    }

    private static List<String> names(Part part) {
        return part.events().stream().map(event -> new String(event, StandardCharsets.UTF_8))
                .map(event -> event.replaceAll(".*\"name\":\"(\\w+)\".*", "$1")).toList();
    }

    private static SubjectKey subject(boolean together) {
        return IntStream.range(0, 1_000).mapToObj(i -> SubjectKey.of("chat", SubjectKind.TOKEN, "token-" + i))
                .filter(key -> together == (new CommandKey(Lane.BLOCK, key).partition(PARTITIONS) == new CommandKey(
                        Lane.TERMINATE, key).partition(PARTITIONS)))
                .findFirst().orElseThrow();
    }
}
