package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlocklistViewTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryBlockStore store = new InMemoryBlockStore();
    private final BlocklistView view = new BlocklistView(store, 1);
    private long offset;

    @Test
    void a_block_is_in_force_before_its_end_and_no_longer_at_it() {
        SubjectKey alice = user("alice");
        block(alice, NOW.plusSeconds(10));

        assertThat(view.find(alice, NOW.plusMillis(9_999))).isNotNull();
        assertThat(view.find(alice, NOW.plusSeconds(10))).isNull();
        assertThat(view.find(alice, NOW.plusMillis(10_001))).isNull();
    }

    @Test
    void an_address_is_blocked_by_any_range_that_holds_it_the_narrowest_first() {
        store.put(entry(ip("198.51.100.0/24"), null));
        block(ip("198.51.0.0/16"), null);
        block(ip("2001:db8::/32"), NOW.plusSeconds(5));
        view.prefixLengths().add("chat", IpRange.parse("0.0.0.0/24"));

        assertThat(found(ip("198.51.100.7"))).isEqualTo("198.51.100.0/24");
        assertThat(found(ip("198.51.99.7"))).isEqualTo("198.51.0.0/16");
        assertThat(found(ip("198.51.100.128/25"))).isEqualTo("198.51.100.0/24");
        assertThat(found(ip("198.52.0.1"))).isNull();
        assertThat(found(ip("198.0.0.0/8"))).as("a wider range than any that is blocked").isNull();
        assertThat(found(ip("2001:db8:ffff::1"))).isEqualTo("2001:db8::/32");
        assertThat(view.find(ip("2001:db8:ffff::1"), NOW.plusSeconds(5))).isNull();
        assertThat(view.find(SubjectKey.of("other", SubjectKind.IP, "198.51.100.7"), NOW)).isNull();
    }

    @Test
    void a_lifted_range_lets_in_although_its_length_is_still_known() {
        block(ip("203.0.113.0/24"), null);
        unblock(ip("203.0.113.0/24"));

        assertThat(found(ip("203.0.113.9"))).isNull();
    }

    @Test
    void everything_is_blocked_by_a_range_of_length_zero() {
        block(ip("0.0.0.0/0"), null);

        assertThat(found(ip("203.0.113.9"))).isEqualTo("0.0.0.0/0");
        assertThat(found(ip("2001:db8::1"))).isNull();
    }

    @Test
    void asking_for_an_address_costs_a_look_up_a_prefix_length_in_use_however_many_ranges_there_are() {
        AtomicInteger lookUps = new AtomicInteger();
        view.over(new BlockStore() {
            @Override
            public @Nullable BlockEntry get(BlocklistKey key) {
                lookUps.incrementAndGet();
                return store.get(key);
            }

            @Override
            public Entries range(byte[] from, byte[] to) {
                return store.range(from, to);
            }
        }, view.overlay());
        for (int i = 0; i < 100_000; i++) {
            int length = 24 + i % 3;
            SubjectKey range = ip("%d.%d.%d.0/%d".formatted(10 + i / 65_536, i / 256 % 256, i % 256, length));
            view.prefixLengths().add("chat", IpRange.parse(range.subject().id()));
            store.put(entry(range, null));
        }

        assertThat(found(ip("10.0.3.7"))).isEqualTo("10.0.3.0/24");
        assertThat(lookUps).as("its own, /26, /25, /24").hasValue(4);
        lookUps.set(0);
        assertThat(found(ip("203.0.113.9"))).isNull();
        assertThat(lookUps).hasValue(4);
    }

    @Test
    void of_several_blocks_the_one_that_ends_last_is_told() {
        block(user("alice"), NOW.plusSeconds(60));
        block(SubjectKey.of("chat", SubjectKind.DEVICE, "d"), null);
        block(ip("192.0.2.1"), NOW.plusSeconds(600));

        BlockEntry found = view.findAny(List.of(user("alice"), SubjectKey.of("chat", SubjectKind.DEVICE, "d"),
                ip("192.0.2.1"), user("nobody")), NOW);

        assertThat(found).isNotNull().extracting(block -> block.subject().subject().kind())
                .isEqualTo(SubjectKind.DEVICE);
        assertThat(view.findAny(List.of(user("bob")), NOW)).isNull();
    }

    @Test
    void pages_merge_store_and_overlay_in_byte_order_without_gap_or_double() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "user-%02d".formatted(i);
            ids.add(id);
            if (i % 2 == 0) store.put(entry(user(id), null));
            if (i % 3 == 0 || i % 2 == 1) block(user(id), null);
        }
        store.put(entry(user("lifted"), null));
        unblock(user("lifted"));
        store.put(entry(user("ended"), NOW));
        store.put(entry(SubjectKey.of("chat2", SubjectKind.USER, "x"), null));
        store.put(entry(SubjectKey.of("chat", SubjectKind.DEVICE, "a-device"), null));

        List<String> read = new ArrayList<>();
        String after = null;
        do {
            BlockPage page = view.list(new BlockQuery("chat", null, "", after, 7), NOW);
            page.blocks().forEach(block -> read.add(block.subject().subject().id()));
            after = page.next();
        } while (after != null);

        ids.addFirst("a-device");
        assertThat(read).isEqualTo(ids);
        assertThat(view.list(new BlockQuery("chat", SubjectKind.USER, "user-1", null, 1_000), NOW).blocks())
                .hasSize(10);
        assertThat(view.list(new BlockQuery("chat", null, "user-1", null, 10), NOW).next()).isNull();
    }

    /** Guards against copying a concurrent map by its size, which failed a listing while an import went on. */
    @Test
    void blocks_can_be_listed_while_they_come_and_go() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread churn = Thread.ofPlatform().start(() -> {
            for (long at = 0; !done.get(); at++) {
                view.apply(
                        new Command.Block(UUID.randomUUID(), user("churn-" + at % 500), null, null, null, "test", NOW),
                        new Position(0, at), NOW);
                if (at % 300 == 0) view.overlay().materialized(0, at);
            }
        });
        try {
            for (int i = 0; i < 3_000; i++) {
                assertThat(view.list(new BlockQuery("chat", null, "", null, 1_000), NOW).blocks().size())
                        .isLessThanOrEqualTo(500);
            }
        } finally {
            done.set(true);
            churn.join();
        }
    }

    @Test
    void invalidations_are_a_list_of_their_own() {
        block(user("alice"), null);
        for (String id : List.of("alice", "bob", "carol")) {
            invalidate(user(id));
        }
        store.put(
                new BlockEntry(SubjectKey.of("chat", SubjectKind.DEVICE, "d"), UUID.randomUUID(), NOW, null, null, null,
                        "test", NOW));

        BlockPage first = view.list(new BlockQuery(Lane.INVALIDATE, "chat", null, "", null, 2), NOW);
        BlockPage second = view.list(new BlockQuery(Lane.INVALIDATE, "chat", null, "", first.next(), 2), NOW);

        assertThat(first.blocks()).extracting(entry -> entry.subject().subject()).hasToString("[device:d, user:alice]");
        assertThat(second.blocks()).extracting(entry -> entry.subject().subject().id()).containsExactly("bob", "carol");
        assertThat(second.next()).isNull();
        assertThat(view.list(new BlockQuery("chat", null, "", null, 10), NOW).blocks()).hasSize(1);
        assertThatThrownBy(() -> new BlockQuery("chat", null, "", first.next(), 1))
                .hasMessage("after: expected the 'next' of an earlier page");
        assertThatThrownBy(() -> new BlockQuery(Lane.INVALIDATE, "chat", SubjectKind.IP, "", null, 1))
                .hasMessage("subject kind: expected user or device to invalidate the tokens of, got ip");
    }

    @Test
    void an_app_without_invalidations_is_asked_for_none() {
        AtomicInteger lookUps = new AtomicInteger();
        view.over(new BlockStore() {
            @Override
            public @Nullable BlockEntry get(BlocklistKey key) {
                lookUps.incrementAndGet();
                return store.get(key);
            }

            @Override
            public Entries range(byte[] from, byte[] to) {
                return store.range(from, to);
            }
        }, view.overlay());
        List<SubjectKey> subjects = List.of(user("alice"), SubjectKey.of("chat", SubjectKind.TOKEN, "t"));

        assertThat(view.refusal(subjects, _ -> null, NOW)).isNull();
        assertThat(lookUps).hasValue(2);
        lookUps.set(0);
        view.invalidatedApps().note(BlocklistKey.invalidation(user("bob")).bytes());
        assertThat(view.refusal(subjects, _ -> null, NOW)).isNull();
        assertThat(lookUps).as("the user's invalidation too, the token has none").hasValue(3);
    }

    @Test
    void of_several_invalidations_only_those_of_younger_times_than_the_token_count() {
        invalidate(user("alice"));
        SubjectKey device = SubjectKey.of("chat", SubjectKind.DEVICE, "d");
        view.apply(
                new Command.Invalidate(UUID.randomUUID(), device, NOW.minusSeconds(60), null, null, null, "test", NOW),
                new Position(0, offset++), NOW);

        BlockEntry found = view.findAnyInvalidation(List.of(device, user("alice")), _ -> NOW.minusSeconds(30), NOW);

        assertThat(found).isNotNull().extracting(BlockEntry::subject).isEqualTo(user("alice"));
        assertThat(view.findAnyInvalidation(List.of(device, user("alice")), _ -> NOW, NOW)).isNull();
    }

    private void invalidate(SubjectKey key) {
        view.apply(new Command.Invalidate(UUID.randomUUID(), key, NOW, null, null, null, "test", NOW),
                new Position(0, offset++), NOW);
    }

    @Test
    void wrong_queries_are_refused() {
        assertThatThrownBy(() -> new BlockQuery("chat", null, "", null, 0))
                .hasMessage("limit: expected 1 to 1000, got 0");
        assertThatThrownBy(() -> new BlockQuery("chat", null, "", null, 1_001))
                .hasMessage("limit: expected 1 to 1000, got 1001");
        assertThatThrownBy(() -> new BlockQuery("chat", null, "", "%%%", 1))
                .hasMessage("after: expected the 'next' of an earlier page");
    }

    private @Nullable String found(SubjectKey key) {
        BlockEntry block = view.find(key, NOW);
        return block == null ? null : block.subject().subject().id();
    }

    private void block(SubjectKey key, @Nullable Instant expiresAt) {
        view.apply(new Command.Block(UUID.randomUUID(), key, expiresAt, null, null, "test", NOW),
                new Position(0, offset++), NOW);
    }

    private void unblock(SubjectKey key) {
        view.apply(new Command.Unblock(UUID.randomUUID(), key, null, "test", NOW), new Position(0, offset++), NOW);
    }

    private static BlockEntry entry(SubjectKey key, @Nullable Instant expiresAt) {
        return new BlockEntry(key, UUID.randomUUID(), NOW, expiresAt, null, null, "test");
    }

    private static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }

    private static SubjectKey ip(String id) {
        return SubjectKey.of("chat", SubjectKind.IP, id);
    }

    @Test
    void a_scan_passes_by_what_a_list_shows_and_what_has_ended() {
        store.put(entry(user("a"), null));
        store.put(entry(user("c"), NOW));
        store.put(entry(user("d"), null));
        store.put(entry(ip("10.0.0.0/8"), null));
        block(user("b"), null);
        block(user("d"), NOW.plusSeconds(7));
        unblock(user("a"));
        block(user("z"), null);

        assertThat(scanned(new BlockRange(Lane.BLOCK, "chat", null, "", null), 100)).containsExactly("10.0.0.0/8", "b",
                "c", "d " + NOW.plusSeconds(7), "z");
        assertThat(scanned(new BlockRange(Lane.BLOCK, "chat", SubjectKind.USER, "", BlocklistKey.block(user("b"))), 2))
                .containsExactly("c", "d " + NOW.plusSeconds(7));
        assertThat(scanned(new BlockRange(Lane.BLOCK, "chat", null, "b", null), 100)).containsExactly("b");
    }

    private List<String> scanned(BlockRange range, int most) {
        List<String> seen = new ArrayList<>();
        boolean whole = view.scan(range, row -> {
            BlockEntry block = row.read();
            assertThat(block).isNotNull();
            assertThat(row.key()).isEqualTo(block.key().bytes());
            String id = block.subject().subject().id();
            seen.add(block.expiresAt() == null || !block.inForceAt(NOW) ? id : id + " " + block.expiresAt());
            return seen.size() < most;
        });
        assertThat(whole).isEqualTo(seen.size() < most);
        return seen;
    }
}
