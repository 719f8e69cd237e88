package dev.bouncer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** As much of HTTP/1.1 as the clients need. */
final class Http {
    private static final String END = "\r\n\r\n";

    private Http() {}

    /**
     * Reads the head of an answer; blocks.
     *
     * @param bytes empty; afterwards, what came behind the head
     */
    static String head(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (true) {
            if (channel.read(bytes) < 0) throw new EOFException("closed after '" + text(bytes) + "'");
            String text = text(bytes);
            int end = text.indexOf(END);
            if (end < 0) continue;
            bytes.flip().position(end + END.length());
            return text.substring(0, end);
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate().flip()).toString();
    }

    /**
     * How many bytes the first answer of these has; 0: it is not all there yet.
     *
     * @throws IOException if it is not one that tells its length, or not a good one
     */
    static int length(ByteBuffer bytes) throws IOException {
        String text = text(bytes);
        int head = text.indexOf(END);
        if (head < 0) return 0;
        if (!text.startsWith("HTTP/1.1 2")) throw new IOException("expected a status of 2xx, got " + text);
        int field = text.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (field < 0 || field > head) throw new IOException("expected a content-length, got " + text);
        int value = field + "\r\ncontent-length:".length();
        int length = head + END.length() + Integer.parseInt(text.substring(value, text.indexOf('\r', value)).strip());
        return bytes.position() < length ? 0 : length;
    }
}
