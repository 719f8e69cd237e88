package dev.bouncer.api.console.search;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * What can be seen of a row without reading it, as moderation-streams writes it: where a field is, what time it holds, whether a
 * text can be in it at all. A quotation mark inside of a text has a backslash before it, so a field's name with both of its own
 * and the colon stands nowhere but where the field is.
 */
final class RowBytes {
    static final byte[] SINCE = field("since");
    static final byte[] EXPIRES_AT = field("expires_at");
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int TIME_LENGTH = "2026-12-01T12:00:00.000Z".length();
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int CASE = 'a' - 'A';

    private RowBytes() {}

    private static byte[] field(String name) {
        return ('"' + name + "\":\"").getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the value of a text field begins, behind its quotation mark; -1: the row has no such field. */
    static int valueOf(byte[] field, byte[] json) {
        int last = json.length - field.length;
        for (int i = 0; i <= last; i++) {
            if (json[i] == '"' && startsAt(i, field, json)) return i + field.length;
        }
        return -1;
    }

    private static boolean startsAt(int at, byte[] field, byte[] json) {
        for (int j = 1; j < field.length; j++) {
            if (json[at + j] != field[j]) return false;
        }
        return true;
    }

    /** The time that stands there, in milliseconds since the epoch; {@link #NO_TIME}: it is in another form than we write. */
    static long time(byte[] json, int at) {
        if (at + TIME_LENGTH > json.length) return NO_TIME;
        for (int i = 0; i < TIME_LENGTH; i++) {
            char expected = FORM.charAt(i);
            byte found = json[at + i];
            if (expected == '0' ? found < '0' || found > '9' : found != expected) return NO_TIME;
        }
        int month = number(json, at + 5, 2);
        int day = number(json, at + 8, 2);
        if (month < 1 || month > 12 || day < 1 || day > 28) return rareDay(json, at);
        return millis(days(number(json, at, 4), month, day), json, at);
    }

    private static long rareDay(byte[] json, int at) {
        int month = number(json, at + 5, 2);
        int day = number(json, at + 8, 2);
        int year = number(json, at, 4);
        if (month < 1 || month > 12 || day < 1 || day > LocalDate.of(year, month, 1).lengthOfMonth()) return NO_TIME;
        return millis(days(year, month, day), json, at);
    }

    private static long millis(long days, byte[] json, int at) {
        long seconds = number(json, at + 11, 2) * 3_600L + number(json, at + 14, 2) * 60L + number(json, at + 17, 2);
        return (days * 86_400 + seconds) * 1_000 + number(json, at + 20, 3);
    }

    // Days since 1970-01-01, with years that begin in March, so that the leap day is their last.
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static int number(byte[] json, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = 10 * number + json[i] - '0';
        }
        return number;
    }

    /**
     * Whether a row may hold a text, whatever the case of its letters. Where it says no that is certain; a row with letters beyond
     * ASCII may always hold it, since some of them are an ASCII letter in the other case.
     *
     * @param lower the text in lower case, in bytes: printable ASCII that JSON does not escape
     */
    static boolean mayContain(byte[] lower, byte[] json) {
        int last = json.length - lower.length;
        for (int i = 0; i < json.length; i++) {
            if (json[i] < 0) return true;
            if (i <= last && containsAt(i, lower, json)) return true;
        }
        return false;
    }

    private static boolean containsAt(int at, byte[] lower, byte[] json) {
        for (int j = 0; j < lower.length; j++) {
            byte found = json[at + j];
            if (lower[j] != (found >= 'A' && found <= 'Z' ? found + CASE : found)) return false;
        }
        return true;
    }
}
