package dev.bouncer.api.console.search;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlockStore;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.InMemoryBlockStore;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class BlockSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final InMemoryBlockStore store = new InMemoryBlockStore();
    private final BlocklistView view = new BlocklistView(store, 1);
    private final AtomicLong nanos = new AtomicLong();
    @AutoClose
    private final BlockSearch search = new BlockSearch(view, () -> NOW, nanos::get, 1, 1);
    private final List<BlockEntry> blocks = new ArrayList<>();

    private static BlockEntry block(String app, SubjectKind kind, String id, Instant since, @Nullable Instant end,
            @Nullable String reason, String actor) {
        return new BlockEntry(SubjectKey.of(app, kind, id), UUID.randomUUID(), since, end, reason, null, actor);
    }

    /** 600 blocks of several kinds, many of the same time; a third of them only on the log as yet. */
    private void fill() {
        Random random = new Random(3);
        for (int i = 0; i < 600; i++) {
            SubjectKind kind = i % 3 == 0 ? SubjectKind.DEVICE : SubjectKind.USER;
            Instant end = i % 4 == 0 ? null : NOW.plusSeconds(random.nextInt(-20, 100));
            BlockEntry block = block("chat", kind, "id-" + i * 7_919 % 100_003,
                    NOW.minusSeconds(random.nextInt(50)),
                    end, i % 5 == 0 ? null : "Spam wave " + i % 7, i % 2 == 0 ? "Backend" : "mod-" + i % 3);
            blocks.add(block);
            if (i % 3 == 1) {
                view.apply(new Command.Block(block.command(), block.subject(), block.expiresAt(), block.reason(), null,
                        block.actor(), block.since()), new Position(0, i), NOW);
            } else {
                store.put(block);
            }
        }
        store.put(block("other", SubjectKind.USER, "x", NOW, null, "spam", "backend"));
    }

    private SearchAnswer.Found found(SearchQuery query) throws InterruptedException {
        return (SearchAnswer.Found) search.search("one", query, LONG);
    }

    private static Comparator<BlockEntry> comparator(SearchOrder order) {
        Comparator<BlockEntry> byKey = Comparator.comparing(block -> block.key().toString());
        return switch (order) {
            case KEY -> byKey;
            case NEWEST -> Comparator.comparing(BlockEntry::since).reversed().thenComparing(byKey);
            case NEXT_TO_EXPIRE -> Comparator
                    .comparing(BlockEntry::expiresAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                    .thenComparing(byKey);
        };
    }

    @ParameterizedTest
    @EnumSource
    void pagesTogetherAreAllThatIsInForceInOrder(SearchOrder order) throws Exception {
        fill();
        List<BlockEntry> expected = blocks.stream().filter(block -> block.inForceAt(NOW)).sorted(comparator(order))
                .toList();
        for (int limit : new int[]{1, 7, 200}) {
            List<BlockEntry> all = new ArrayList<>();
            @Nullable
            String after = null;
            do {
                SearchAnswer.Found page = found(new SearchQuery("chat", null, "", "", "", order, after, limit));
                assertThat(page.complete()).isTrue();
                assertThat(page.blocks()).hasSizeLessThanOrEqualTo(limit);
                all.addAll(page.blocks());
                after = page.next();
            } while (after != null);
            assertThat(all).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedForIsFoundAndNothingElse(SearchOrder order) throws Exception {
        fill();
        List<BlockEntry> expected = blocks.stream()
                .filter(block -> block.inForceAt(NOW) && block.subject().subject().kind() == SubjectKind.USER
                        && block.subject().subject().id().startsWith("id-1")
                        && block.actor().toLowerCase(Locale.ROOT).contains("backend")
                        && block.reason() != null && block.reason().contains("wave 3"))
                .sorted(comparator(order)).toList();
        assertThat(expected).isNotEmpty();

        assertThat(found(new SearchQuery("chat", SubjectKind.USER, "id-1", "BACK", "WAVE 3", order, null, 200))
                .blocks()).isEqualTo(expected);
    }

    @Test
    void aSearchByKeyThatTakesTooLongGoesOnWhereItStopped() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            store.put(block("chat", SubjectKind.USER, String.format(Locale.ROOT, "%04d", i), NOW, null,
                    i % 100 == 99 ? "this" : "other", "test"));
        }
        // Each look at the clock takes a second.
        try (BlockSearch slow = new BlockSearch(view, () -> NOW, () -> nanos.addAndGet(1_000_000_000), 1, 1)) {
            List<BlockEntry> all = new ArrayList<>();
            long searched = 0;
            @Nullable
            String after = null;
            int rounds = 0;
            do {
                SearchAnswer.Found page = (SearchAnswer.Found) slow.search("one",
                        new SearchQuery("chat", null, "", "", "this", SearchOrder.KEY, after, 200),
                        Duration.ofSeconds(1));
                all.addAll(page.blocks());
                searched += page.searched();
                after = page.next();
                assertThat(page.complete()).isEqualTo(after == null);
                rounds++;
            } while (after != null);
            assertThat(all).hasSize(20);
            assertThat(searched).isEqualTo(2_000);
            assertThat(rounds).isGreaterThan(2);

            SearchAnswer.Found newest = (SearchAnswer.Found) slow
                    .search("one", SearchQuery.all("chat", SearchOrder.NEWEST, 10), Duration.ofSeconds(1));
            assertThat(newest.complete()).isFalse();
            assertThat(newest.next()).as("nobody knows yet what comes next").isNull();
            assertThat(newest.searched()).isLessThan(2_000);
        }
    }

    @Test
    void whenTooManySearchTheNextIsTurnedAway() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        BlocklistView hanging = new BlocklistView(new Hanging(begun, goOn), 1);
        try (BlockSearch busy = new BlockSearch(hanging, () -> NOW, nanos::get, 1, 1)) {
            CompletableFuture<SearchAnswer> first = searching(busy, "one", newest("chat"), LONG);
            begun.await();
            CompletableFuture<SearchAnswer> second = searching(busy, "two", newest("chat"), LONG);
            await().until(() -> busy.search("three", newest("other"), Duration.ZERO) instanceof SearchAnswer.Busy);
            goOn.countDown();
            assertThat(List.of(first.join(), second.join())).hasOnlyElementsOfType(SearchAnswer.Found.class);
        }
    }

    @Test
    void oneSessionHasOneSearchAndOneAppTwo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(3);
        BlocklistView hanging = new BlocklistView(new Hanging(begun, goOn), 1);
        try (BlockSearch busy = new BlockSearch(hanging, () -> NOW, nanos::get, 3, 8)) {
            List<CompletableFuture<SearchAnswer>> running = new ArrayList<>();
            running.add(searching(busy, "one", newest("chat"), LONG));
            await().until(() -> begun.getCount() == 2);
            assertThat(searching(busy, "one", newest("other"), LONG).join()).isInstanceOf(SearchAnswer.Busy.class);
            running.add(searching(busy, "two", newest("chat"), LONG));
            await().until(() -> begun.getCount() == 1);
            assertThat(searching(busy, "three", newest("chat"), LONG).join()).isInstanceOf(SearchAnswer.Busy.class);
            running.add(searching(busy, "three", newest("other"), LONG));
            begun.await();
            goOn.countDown();
            assertThat(running).extracting(CompletableFuture::join).hasOnlyElementsOfType(SearchAnswer.Found.class);
            assertThat(busy.search("one", newest("chat"), LONG)).as("again").isInstanceOf(SearchAnswer.Found.class);
        }
    }

    @Test
    void nobodyWaitsForATurnThatDoesNotCome() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        BlocklistView hanging = new BlocklistView(new Hanging(begun, new CountDownLatch(1)), 1);
        BlockSearch busy = new BlockSearch(hanging, () -> NOW, nanos::get, 1, 1);
        CompletableFuture<SearchAnswer> first = searching(busy, "one", newest("chat"), LONG);
        begun.await();
        assertThat(busy.search("two", newest("chat"), Duration.ZERO)).isInstanceOf(SearchAnswer.Busy.class);
        CompletableFuture<SearchAnswer> waiting = searching(busy, "two", newest("other"), LONG);
        await().until(busy::isWaitedFor);
        busy.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(SearchAnswer.Busy.class);
        // The store heard the end of its thread as an interrupt.
        assertThatExceptionOfType(CompletionException.class).isThrownBy(first::join);
    }

    @Test
    void aPageByKeyNeedsNoTurn() throws Exception {
        fill();
        search.close();
        assertThat(search.search("one", SearchQuery.all("chat", SearchOrder.KEY, 10), LONG))
                .isInstanceOfSatisfying(SearchAnswer.Found.class, page -> assertThat(page.blocks()).hasSize(10));
        assertThat(search.search("one", newest("chat"), LONG)).isInstanceOf(SearchAnswer.Busy.class);
    }

    private static SearchQuery newest(String app) {
        return SearchQuery.all(app, SearchOrder.NEWEST, 10);
    }

    private static CompletableFuture<SearchAnswer> searching(BlockSearch search, String session, SearchQuery query,
            Duration atMost) {
        CompletableFuture<SearchAnswer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(search.search(session, query, atMost));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private record Hanging(CountDownLatch begun, CountDownLatch goOn) implements BlockStore {
        @Override
        public @Nullable BlockEntry get(BlocklistKey key) {
            return null;
        }

        @Override
        public Entries range(byte[] from, byte[] to) {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InMemoryBlockStore().range(from, to);
        }
    }

    @Test
    void aStoreThatIsBeingMadeAnewIsWhatTheCallerIsTold() {
        BlocklistView closed = new BlocklistView(new BlockStore() {
            @Override
            public @Nullable BlockEntry get(BlocklistKey key) {
                return null;
            }

            @Override
            public Entries range(byte[] from, byte[] to) {
                throw new InvalidStateStoreException("closed");
            }
        }, 1);
        try (BlockSearch search = new BlockSearch(closed, () -> NOW, nanos::get, 1, 1)) {
            assertThatExceptionOfType(InvalidStateStoreException.class)
                    .isThrownBy(() -> search.search("one", SearchQuery.all("chat", SearchOrder.NEWEST, 10), LONG));
        }
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SearchQuery.all("chat", SearchOrder.KEY, 201))
                .withMessage("limit: expected 1 to 200, got 201");
        assertThatIllegalArgumentException().isThrownBy(() -> SearchQuery.all("a b", SearchOrder.KEY, 1))
                .withMessageStartingWith("app: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SearchQuery("chat", null, "", "", "x".repeat(301), SearchOrder.KEY, null, 1))
                .withMessage("reason: expected at most 300 characters, got 301");
        assertThatIllegalArgumentException().isThrownBy(() -> SearchOrder.ofWireName("oldest"))
                .withMessage("order: expected one of key, newest, next-to-expire");
        String cursor = new SearchCursor(0, BlocklistKey.block(SubjectKey.of("chat", SubjectKind.USER, "a b")))
                .text(SearchOrder.KEY);
        SearchQuery _ = new SearchQuery("chat", null, "", "", "", SearchOrder.KEY, cursor, 1);
        for (String wrong : List.of(cursor, "", "!", "a2V5", cursor + "!")) {
            assertThatIllegalArgumentException().isThrownBy(
                    () -> new SearchQuery("chat", null, "", "", "", SearchOrder.NEWEST, wrong, 1))
                    .withMessage("after: expected the 'next' of an earlier page in the same order");
        }
    }
}
