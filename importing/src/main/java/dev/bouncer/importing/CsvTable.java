package dev.bouncer.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a header that names the columns, in UTF-8. A header may come again, with other columns too: it then
 * holds for the rows below it. One thread.
 */
final class CsvTable implements RowReader {
    private static final CsvReader.CsvReaderBuilder PARSER = CsvReader.builder();

    private final CsvRecords records;
    private final Set<String> required;
    private final Meaning meaning;
    private List<String> columns = List.of();

    /** What a row says. */
    @FunctionalInterface
    interface Meaning {
        /**
         * Reads a row below the header.
         *
         * @throws IllegalArgumentException if it says nothing of use
         */
        Row of(Line line);
    }

    /**
     * Does not read yet.
     *
     * @param required the columns that the header must have
     * @param meaning  reads the rows below it
     */
    CsvTable(InputStream in, Set<String> required, Meaning meaning) {
        this.records = new CsvRecords(in);
        this.required = required;
        this.meaning = meaning;
    }

    /** A row below the header: bytes as Latin-1. */
    record Line(long number, List<String> columns, List<String> fields) {
        /**
         * The field of that column; nothing where it is empty or the file has no such column.
         *
         * @throws IllegalArgumentException if it is no UTF-8
         */
        Optional<String> field(String column) {
            int index = columns.indexOf(column);
            return index < 0 || fields.get(index).isEmpty()
                    ? Optional.empty()
                    : Optional.of(decode(column, fields.get(index)));
        }

        /**
         * The field of that column.
         *
         * @throws IllegalArgumentException if there is none, or it is no UTF-8
         */
        String required(String column) {
            return field(column)
                    .orElseThrow(() -> new IllegalArgumentException(column + ": expected something, got nothing"));
        }
    }

    /** @throws IOException if the file has no header, or cannot be read */
    @Override
    public @Nullable Row next() throws IOException {
        CsvRecords.Text text = records.next();
        if (columns.isEmpty()) {
            columns = header(text);
            text = records.next();
        }
        if (text == null) return null;
        try {
            return row(text);
        } catch (IllegalArgumentException e) {
            return new Row.Unreadable(text.line(), String.valueOf(e.getMessage()));
        }
    }

    private List<String> header(CsvRecords.@Nullable Text text) throws IOException {
        List<String> found;
        try {
            found = text == null ? List.of() : List.copyOf(fields(text));
        } catch (IllegalArgumentException e) {
            throw new IOException("the header: " + e.getMessage(), e);
        }
        if (!found.containsAll(required)) {
            List<String> missing = new ArrayList<>(new TreeSet<>(required));
            missing.removeAll(found);
            throw new IOException("expected a header with the columns " + String.join(", ", new TreeSet<>(required))
                    + ", found none named " + String.join(", ", missing));
        }
        return found;
    }

    private Row row(CsvRecords.Text text) {
        List<String> fields = fields(text);
        if (required.stream().allMatch(column -> repeats(column, fields))) {
            columns = List.copyOf(fields);
            return new Row.RepeatedHeader(text.line());
        }
        if (fields.size() != columns.size()) {
            throw new IllegalArgumentException("expected " + columns.size() + " fields, got " + fields.size());
        }
        return meaning.of(new Line(text.line(), columns, fields));
    }

    private boolean repeats(String column, List<String> fields) {
        int index = columns.indexOf(column);
        return index < fields.size() && fields.get(index).equals(column);
    }

    private static List<String> fields(CsvRecords.Text text) {
        if (text.fault() != null) throw new IllegalArgumentException(text.fault());
        try {
            return PARSER.ofSingleCsvRecord(text.text()).getFields();
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("expected CSV: " + e.getMessage(), e);
        }
    }

    private static String decode(String column, String latin1) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(column + ": expected UTF-8, got other bytes", e);
        }
    }
}
