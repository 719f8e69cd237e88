package dev.bouncer.api.doors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines without ever holding more of one than is allowed. A line ends with LF or CR LF; the last one
 * may end with the stream. Not thread-safe.
 */
final class LineReader {
    /** A line of the stream, without its end. */
    static final class Line {
        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(long number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** Which one, from 1. */
        long number() {
            return number;
        }

        /** Whether it was longer than allowed, and skipped. */
        boolean isTooLong() {
            return tooLong;
        }

        /** What it says; of one that is too long only the beginning. Not to be changed. */
        byte[] bytes() {
            return bytes;
        }
    }

    private final InputStream in;
    private final int max;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private long number;

    /** @param max how many bytes a line may have, without its end */
    LineReader(InputStream in, int max) {
        this.in = in;
        this.max = max;
    }

    /** The next line; null at the end of the stream. */
    @Nullable
    Line next() throws IOException {
        var line = new ByteArrayOutputStream(256);
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n')
                end++;
            // One more than the maximum, so that what is too long shows, and another for a CR.
            line.write(buffer, position, (int) Math.min(end - position, max + 2L - line.size()));
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (complete) return line(line.toByteArray());
        }
        return any ? line(line.toByteArray()) : null;
    }

    private Line line(byte[] bytes) {
        number++;
        boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        byte[] content = carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
        return new Line(number, content, content.length > max);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
