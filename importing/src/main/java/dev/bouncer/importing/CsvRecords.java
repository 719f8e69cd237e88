package dev.bouncer.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Finds where the records of a CSV file (RFC 4180) begin and end, so that a broken one costs itself and not what follows:
 * a parser of the whole cannot go on behind an error. What stands in a record is read by others. One thread.
 */
final class CsvRecords {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final PushbackReader in;
    private long lines;

    CsvRecords(InputStream in) {
        // Latin-1 keeps every byte as it is, and no byte of a longer UTF-8 sequence looks like a comma, a quote or the end
        // of a line. Fields are decoded later, one by one: bytes that are no UTF-8 cost their row only.
        this.in = new PushbackReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), MAX_CHARACTERS + 2);
    }

    /**
     * One record.
     *
     * @param line  the number of its first line, from 1
     * @param text  bytes as Latin-1
     * @param fault why it is no record; null: it is one
     */
    record Text(long line, String text, @Nullable String fault) {}

    private enum State {
        FIELD_START, PLAIN, QUOTED, QUOTE_IN_QUOTED;

        State after(int c) {
            return switch (this) {
                case FIELD_START -> c == '"' ? QUOTED : plain(c);
                case PLAIN -> plain(c);
                case QUOTED -> c == '"' ? QUOTE_IN_QUOTED : QUOTED;
                case QUOTE_IN_QUOTED -> c == '"' ? QUOTED : plain(c);
            };
        }

        private static State plain(int c) {
            return c == ',' || c == '\n' || c == '\r' ? FIELD_START : PLAIN;
        }
    }

    /** The next record that is not empty, or null at the end. */
    @Nullable
    Text next() throws IOException {
        Text text = read();
        while (text != null && text.text().isBlank()) {
            text = read();
        }
        return text;
    }

    private @Nullable Text read() throws IOException {
        StringBuilder text = new StringBuilder();
        int firstLineEnd = -1;
        long ended = 0;
        State state = State.FIELD_START;
        for (int c = in.read(); c >= 0; c = in.read()) {
            text.append((char) c);
            state = state.after(c);
            if (endsLine(c)) {
                ended++;
                if (firstLineEnd < 0) firstLineEnd = text.length();
                if (state != State.QUOTED) return record(text, ended, null);
            }
            if (text.length() >= MAX_CHARACTERS) break;
        }
        if (text.isEmpty()) return null;
        if (text.length() < MAX_CHARACTERS && state != State.QUOTED) return record(text, ended + 1, null);
        return broken(text, firstLineEnd);
    }

    // Quotes that are never closed swallow all that follows: only the line where they open is given up.
    private Text broken(StringBuilder text, int firstLineEnd) throws IOException {
        if (firstLineEnd < 0) {
            boolean tooLong = text.length() >= MAX_CHARACTERS;
            for (int c = in.read(); c >= 0 && !endsLine(c); c = in.read()) {
                // passed over
            }
            return record(text, 1, tooLong
                    ? "expected a line of at most " + MAX_CHARACTERS + " bytes"
                    : "expected quotes to be closed, found the end of the file");
        }
        in.unread(text.substring(firstLineEnd).toCharArray());
        text.setLength(firstLineEnd);
        return record(text, 1,
                "expected quotes to be closed, found none within " + MAX_CHARACTERS
                        + " bytes or to the end of the file");
    }

    private Text record(StringBuilder text, long ended, @Nullable String fault) {
        long first = lines + 1;
        lines += ended;
        return new Text(first, text.toString(), fault);
    }

    private boolean endsLine(int c) throws IOException {
        if (c == '\n') return true;
        if (c != '\r') return false;
        int next = in.read();
        if (next >= 0) in.unread(next);
        return next != '\n';
    }
}
