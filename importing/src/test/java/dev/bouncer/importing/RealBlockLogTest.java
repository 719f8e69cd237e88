package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** English Wikipedia's log of blocks for May 2021, where somebody has put it beside the project. */
class RealBlockLogTest {
    private static final Path FILE = Path.of("..", "..", "shared", "data", "enwiki-block-log-2021-05.csv.gz");

    @BeforeAll
    static void onlyWhereTheFileIs() {
        assumeTrue(Files.exists(FILE), "not checked: there is no " + FILE);
    }

    @Test
    void everyRecordIsCountedAsWhatItIs() {
        Map<Class<? extends Row>, Integer> kinds = new HashMap<>();
        forEachRow(row -> kinds.merge(row.getClass(), 1, Integer::sum));

        assertThat(kinds).isEqualTo(
                Map.of(Row.Usable.class, 45_482, Row.RepeatedHeader.class, 91, Row.Suppressed.class, 25));
    }

    @Test
    void subjectsActionsAndEndsAreThoseThatAnIndependentReaderFinds() {
        Map<String, Integer> found = new HashMap<>();
        Set<UUID> ids = new HashSet<>();
        forEachRow(row -> {
            if (row instanceof Row.Usable(var _, Draft draft, var cut)) {
                ids.add(draft.id());
                found.merge(draft.type().wireName(), 1, Integer::sum);
                found.merge(draft.subject().kind() == SubjectKind.IP ? "addresses" : "names", 1, Integer::sum);
                if (draft.type() == Draft.Type.BLOCK && draft.expiresAt() == null)
                    found.merge("for ever", 1, Integer::sum);
                if (cut) found.merge("cut", 1, Integer::sum);
            }
        });

        // Counted with Python's csv, ast and ipaddress.
        assertThat(found).isEqualTo(Map.of("block", 45_314, "unblock", 168, "addresses", 37_792, "names", 7_690,
                "for ever", 7_176));
        assertThat(ids).hasSize(45_482);
    }

    private interface Seen {
        void row(Row row);
    }

    private static void forEachRow(Seen seen) {
        try (SourceFile file = SourceFile.open(FILE)) {
            RowReader reader = Format.MEDIAWIKI_BLOCK_LOG.reader(file.content(), "chat");
            for (@Nullable
            Row row = reader.next(); row != null; row = reader.next()) {
                seen.row(row);
            }
            assertThat(file.position()).isEqualTo(file.size().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
