package dev.bouncer.api.console.search;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.BlockRange;
import dev.bouncer.enforcement.BlocklistView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a search costs, measured: {@code mvn -pl console test -Dtest=SearchCost -Dsearch.rows=1000000}. No part of the build.
 */
@EnabledIfSystemProperty(named = "search.rows", matches = "\\d+")
class SearchCost {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int ROUNDS = Integer.getInteger("search.rounds", 3);
    private static final PrintStream OUT = System.out;

    @TempDir
    private Path dir = Path.of("");

    @Test
    void measure() throws Exception {
        int rows = Integer.getInteger("search.rows");
        try (RocksBlockStore store = new RocksBlockStore(dir)) {
            fill(store, rows);
            BlocklistView view = new BlocklistView(store, 1);
            try (BlockSearch search = new BlockSearch(view, () -> NOW)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    countAndReadAll(view, rows, round);
                    for (Map.Entry<String, SearchQuery> query : queries().entrySet()) {
                        SearchAnswer.Found found = (SearchAnswer.Found) search.search("session", query.getValue(),
                                BlockSearch.LONGEST);
                        say(round, query.getKey(), found.searched(), found.took().toNanos());
                    }
                }
            }
        }
    }

    private static void fill(RocksBlockStore store, int rows) throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < rows; i++) {
            Instant end = i % 4 == 0 ? null : NOW.plus(Duration.ofMinutes(1 + random.nextInt(1_000_000)));
            store.put(new BlockEntry(SubjectKey.of("bench", SubjectKind.USER, "u-" + i),
                    new UUID(random.nextLong(), random.nextLong()), NOW.minusMillis(random.nextInt()), end,
                    "spam wave " + i % 100 + ", see ticket " + i, "You are blocked for spam.", "backend"));
        }
    }

    private static void countAndReadAll(BlocklistView view, int rows, int round) {
        BlockRange all = new BlockRange(Lane.BLOCK, "bench", null, "", null);
        long[] seen = {0};
        long start = System.nanoTime();
        view.scan(all, _ -> ++seen[0] > 0);
        say(round, "count", seen[0], System.nanoTime() - start);
        assertThat(seen[0]).isEqualTo(rows);
        long[] read = {0};
        start = System.nanoTime();
        view.scan(all, row -> row.read() != null && ++read[0] < Math.min(rows, 1_000_000));
        say(round, "read each of up to a million", read[0], System.nanoTime() - start);
    }

    private static Map<String, SearchQuery> queries() {
        Map<String, SearchQuery> queries = new LinkedHashMap<>();
        queries.put("newest", SearchQuery.all("bench", SearchOrder.NEWEST, 50));
        queries.put("next to end", SearchQuery.all("bench", SearchOrder.NEXT_TO_EXPIRE, 50));
        queries.put("newest, reason rare", query("WAVE 42, see ticket 99", SearchOrder.NEWEST));
        queries.put("newest, reason none has", query("zzz", SearchOrder.NEWEST));
        queries.put("newest, reason all have", query("spam", SearchOrder.NEWEST));
        queries.put("by key, reason none has", query("zzz", SearchOrder.KEY));
        queries.put("by key, first page", SearchQuery.all("bench", SearchOrder.KEY, 50));
        return queries;
    }

    private static SearchQuery query(String reason, SearchOrder order) {
        return new SearchQuery("bench", null, "", "", reason, order, null, 50);
    }

    private static void say(int round, String what, long rows, long nanos) {
        OUT.printf(Locale.ROOT, "search: round %d  %-30s %,10d rows  %6.2f s  %6.0f ns a row%n", round, what, rows,
                nanos / 1e9, (double) nanos / Math.max(1, rows));
    }
}
