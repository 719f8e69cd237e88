package dev.bouncer.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** RFC 3339 times: written in UTC with milliseconds, read with any offset. */
public final class Times {
    /** The earliest time that can be written. */
    public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    /** The latest time that can be written. */
    public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    // Java's parser would also take times without seconds, and offsets with them.
    private static final Pattern RFC_3339 = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d\\d:\\d\\d)");

    private Times() {}

    /** For example {@code 2026-12-01T12:00:00.000Z}. */
    public static String format(Instant time) {
        return time.isBefore(MIN) || time.isAfter(MAX) ? FORMAT.format(time) : PlainTime.format(time);
    }

    /**
     * Reads an RFC 3339 time.
     *
     * @throws IllegalArgumentException if it is none, or out of range
     */
    public static Instant parse(String text) {
        Instant plain = PlainTime.parse(text);
        if (plain != null && !plain.isBefore(MIN)) return plain;
        try {
            if (RFC_3339.matcher(text).matches()) {
                Instant time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
                if (!time.isBefore(MIN) && !time.isAfter(MAX)) return time;
            }
        } catch (DateTimeException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException(
                "expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got " + Text.quote(text));
    }

    /** The time as it will be read again: cut to milliseconds; refused where it cannot be written. */
    static Instant requireWritable(String what, Instant time) {
        if (time.isBefore(MIN) || time.isAfter(MAX)) {
            throw new IllegalArgumentException(what + ": expected a time in the years 1 to 9999, got " + time);
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
