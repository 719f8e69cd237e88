package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * Times in the one form that we write, digit by digit: a command's times are written and read at every stop of its way, and
 * Java's formatters take several times as long as all the rest of it.
 */
final class PlainTime {
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private PlainTime() {}

    /** @param time in the years 1 to 9999 */
    static String format(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        byte[] text = FORM.getBytes(StandardCharsets.US_ASCII);
        put(text, 0, 4, utc.getYear());
        put(text, 5, 7, utc.getMonthValue());
        put(text, 8, 10, utc.getDayOfMonth());
        put(text, 11, 13, utc.getHour());
        put(text, 14, 16, utc.getMinute());
        put(text, 17, 19, utc.getSecond());
        put(text, 20, 23, utc.getNano() / NANOS_PER_MILLI);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void put(byte[] text, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The time; null: it is in another form, or none. */
    static @Nullable Instant parse(String text) {
        if (text.length() != FORM.length()) return null;
        for (int i = 0; i < FORM.length(); i++) {
            char c = text.charAt(i);
            if (FORM.charAt(i) == '0' ? c < '0' || c > '9' : c != FORM.charAt(i)) return null;
        }
        try {
            return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
                    number(text, 14, 16), number(text, 17, 19), number(text, 20, 23) * NANOS_PER_MILLI)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
