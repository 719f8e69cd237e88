package dev.bouncer.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rows of a text. */
final class Rows {
    private Rows() {}

    static List<Row> of(Format format, String text) throws IOException {
        return of(format, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Row> of(Format format, byte[] file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (SourceFile source = SourceFile.of(new ByteArrayInputStream(file))) {
            RowReader reader = format.reader(source.content(), "chat");
            for (Row row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The command of a row that is one. */
    static Draft draft(Row row) {
        if (row instanceof Row.Usable usable) return usable.draft();
        throw new AssertionError("expected a command, got " + row);
    }
}
