package dev.bouncer.api.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-escapes as RFC 3986 has them: decoded once, in UTF-8, and strictly, so that an id arrives exactly or not at all. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes a part of a path. A plus stays a plus.
     *
     * @throws Problem MALFORMED_REQUEST if an escape is malformed or the bytes are no UTF-8
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) return text;
        var bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            int escape = text.indexOf('%', i);
            int end = escape < 0 ? text.length() : escape;
            bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
            i = end;
            if (escape >= 0) {
                bytes.write(escaped(text, escape));
                i += 3;
            }
        }
        return Problem.unlessMalformed(() -> Utf8.decode("URL", bytes.toByteArray()));
    }

    /**
     * Decodes a part of a query, where a plus is a space, as forms write it.
     *
     * @throws Problem MALFORMED_REQUEST if an escape is malformed or the bytes are no UTF-8
     */
    public static String decodeQuery(String text) {
        return decode(text.replace('+', ' '));
    }

    private static int escaped(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        // Character.digit knows the digits of other scripts too; a URL has ASCII only.
        if (high < 0 || low < 0 || text.charAt(at + 1) > 'f' || text.charAt(at + 2) > 'f') {
            String got = text.substring(at, Math.min(at + 3, text.length()));
            throw Problem.malformed("URL: expected two hexadecimal digits after '%', got '" + got + "'");
        }
        return high << 4 | low;
    }
}
