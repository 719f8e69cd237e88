package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link BlockStore} must do, the fake one and the real one. */
public abstract class BlockStoreKit {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> IDS = List.of("a", "a/b", "b", "ü", "\uFFFD", "😀");

    /** The store under test. */
    protected abstract BlockStore store();

    /** Puts an entry into it, or takes it out, and returns when the store shows it. */
    protected abstract void write(BlocklistKey key, @Nullable BlockEntry block) throws Exception;

    @Test
    void what_was_written_is_there_until_it_is_taken_out() throws Exception {
        BlockEntry block = entry("alice", NOW.plusSeconds(5));
        assertThat(store().get(block.key())).isNull();

        write(block.key(), block);
        assertThat(store().get(block.key())).isEqualTo(block);

        BlockEntry longer = entry("alice", null);
        write(block.key(), longer);
        assertThat(store().get(block.key())).isEqualTo(longer);

        write(block.key(), null);
        assertThat(store().get(block.key())).isNull();
    }

    @Test
    void an_invalidation_stands_beside_the_block() throws Exception {
        BlockEntry block = entry("both", null);
        BlockEntry invalidation = invalidation("both");
        write(block.key(), block);
        write(invalidation.key(), invalidation);

        assertThat(store().get(block.key())).isEqualTo(block);
        assertThat(store().get(invalidation.key())).isEqualTo(invalidation);

        write(block.key(), null);
        assertThat(store().get(invalidation.key())).isEqualTo(invalidation);
    }

    @Test
    void an_entry_that_has_ended_is_still_an_entry() throws Exception {
        BlockEntry ended = entry("ended", Instant.EPOCH);
        write(ended.key(), ended);

        assertThat(store().get(ended.key())).isEqualTo(ended);
    }

    /** UTF-16, which Java compares texts by, has another order than UTF-8 beyond the first plane. */
    @Test
    void ranges_are_in_the_order_of_bytes_with_their_start_and_without_their_end() throws Exception {
        for (String id : IDS.reversed()) {
            write(BlocklistKey.block(key(id)), entry(id, null));
        }
        SubjectKey other = SubjectKey.of("range2", SubjectKind.USER, "x");
        write(BlocklistKey.block(other), new BlockEntry(other, UUID.randomUUID(), NOW, null, null, null, "test"));
        write(BlocklistKey.invalidation(key("a/b")), invalidation("a/b"));

        assertThat(ids(key("a"), key("😀"))).isEqualTo(IDS.subList(0, 5));
        assertThat(ids(key("a/b"), key("b"))).containsExactly("a/b");
        assertThat(ids(key("c"), key("d"))).isEmpty();
    }

    @Test
    void a_scan_shows_the_rows_of_a_range_until_it_is_ended() throws Exception {
        for (String id : List.of("s1", "s2", "s3")) {
            write(BlocklistKey.block(key(id)), entry(id, null));
        }
        List<String> seen = new ArrayList<>();

        assertThat(scan("s1", "s3", seen, 10)).isTrue();
        assertThat(seen).containsExactly("s1", "s2");
        seen.clear();
        assertThat(scan("s1", "s4", seen, 2)).isFalse();
        assertThat(seen).containsExactly("s1", "s2");
    }

    private boolean scan(String from, String to, List<String> seen, int most) {
        return store().scan(key(from).bytes(), key(to).bytes(), (key, json) -> {
            BlockEntry block = BlockJson.decode(json);
            assertThat(block.key().bytes()).isEqualTo(key);
            seen.add(block.subject().subject().id());
            return seen.size() < most;
        });
    }

    private List<String> ids(SubjectKey from, SubjectKey to) {
        List<String> ids = new ArrayList<>();
        try (BlockStore.Entries entries = store().range(from.bytes(), to.bytes())) {
            entries.forEachRemaining(block -> ids.add(block.subject().subject().id()));
        }
        return ids;
    }

    private static SubjectKey key(String id) {
        return SubjectKey.of("range", SubjectKind.USER, id);
    }

    private static BlockEntry invalidation(String id) {
        return new BlockEntry(key(id), UUID.randomUUID(), NOW, null, null, null, "test", NOW);
    }

    private static BlockEntry entry(String id, @Nullable Instant expiresAt) {
        return new BlockEntry(key(id), UUID.randomUUID(), NOW, expiresAt, "a reason", "a message", "test");
    }
}
