package dev.bouncer.importing;

import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * Anybody's ban list as CSV: the columns {@code kind} and {@code id}, and any of {@code expires_at}, {@code reason},
 * {@code actor}, {@code message}, {@code type} and {@code issued_at}. The id of a command comes from the row's content, so
 * two rows that are alike in every field are one command.
 */
final class BanListCsv {
    private static final Set<String> REQUIRED = Set.of("kind", "id");
    private static final String[] KNOWN = {"type", "kind", "id", "expires_at", "reason", "message", "actor",
            "issued_at"};

    private final CommandIds ids;

    private BanListCsv(CommandIds ids) {
        this.ids = ids;
    }

    static RowReader reader(InputStream in, CommandIds ids) {
        return new CsvTable(in, REQUIRED, new BanListCsv(ids)::read);
    }

    private Row read(CsvTable.Line line) {
        Draft.Type type = Draft.Type.ofWireName(line.field("type").orElse("block"));
        Subject subject = new Subject(SubjectKind.ofWireName(line.required("kind")), line.required("id"));
        Reason reason = Reason.of(line.field("reason").orElse(null));
        UUID id = ids.of(Stream.of(KNOWN).map(column -> line.field(column).orElse("")).toArray(String[]::new));
        return new Row.Usable(line.number(),
                new Draft(id, type, subject, time(line, "expires_at"), null, reason.text(),
                        line.field("message").orElse(null), line.field("actor").orElse(null), time(line, "issued_at")),
                reason.cut());
    }

    private static @Nullable Instant time(CsvTable.Line line, String column) {
        String text = line.field(column).orElse(null);
        if (text == null) return null;
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
        }
    }
}
