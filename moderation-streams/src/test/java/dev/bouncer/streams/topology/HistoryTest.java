package dev.bouncer.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.user;
import static dev.bouncer.streams.topology.Driven.utf8;
import static org.assertj.core.api.Assertions.assertThat;

final class HistoryTest {
    private static final SubjectKey ALICE = user("alice");

    private final KeyValueStore<byte[], byte[]> store = StoreFixture.keyValue();
    private final History history = new History(store);

    @Test
    void newestComesFirst() {
        append(ALICE, "one", "two", "three");

        assertThat(newest(ALICE, 100)).containsExactly("three", "two", "one");
        assertThat(newest(ALICE, 2)).containsExactly("three", "two");
    }

    @Test
    void subjectWithoutRecordsHasNone() {
        append(user("alic"), "x");
        append(user("alicf"), "x");

        assertThat(newest(ALICE, 100)).isEmpty();
    }

    @Test
    void subjectsWhoseKeysBeginAlikeAreKeptApart() {
        List<SubjectKey> subjects = List.of(user("a"), user("aa"), user("a "), user("a\uFFFF"), user("a:"), user("A"));
        subjects.forEach(subject -> append(subject, subject + " 1", subject + " 2"));

        for (SubjectKey subject : subjects)
            assertThat(newest(subject, 100)).containsExactly(subject + " 2", subject + " 1");
    }

    @Test
    void lastHundredAreKept() {
        String[] records = IntStream.range(0, 1_000).mapToObj(Integer::toString).toArray(String[]::new);
        append(user("bob"), "before");
        append(ALICE, records);

        assertThat(newest(ALICE, 1_000)).hasSize(100).startsWith("999").endsWith("900");
        assertThat(rows()).as("bob's, and the first of alice's, empty").hasSize(102);
        assertThat(newest(user("bob"), 100)).containsExactly("before");
    }

    @Test
    void whoHasMoreThanAreKeptGoesOnFromTheLast() {
        for (int records : new int[]{99, 100, 101, 102, 200, 201}) {
            SubjectKey subject = user("had-" + records);
            append(subject, IntStream.range(0, records).mapToObj(Integer::toString).toArray(String[]::new));
            append(subject, "next");

            assertThat(newest(subject, 1_000)).hasSize(Math.min(records + 1, 100)).startsWith("next",
                    Integer.toString(records - 1));
        }
    }

    @Test
    void anotherInstanceGoesOnWhereThisOneStopped() {
        append(ALICE, "one");
        new History(store).append(ALICE, utf8("two"));

        assertThat(newest(ALICE, 100)).containsExactly("two", "one");
    }

    private void append(SubjectKey subject, String... records) {
        for (String record : records)
            history.append(subject, utf8(record));
    }

    private List<String> newest(SubjectKey subject, int limit) {
        return History.newest(store, subject, limit).stream().map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }

    private List<KeyValue<byte[], byte[]>> rows() {
        List<KeyValue<byte[], byte[]>> rows = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }
}
