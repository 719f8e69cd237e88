package dev.bouncer.api.doors;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.api.http.Quoted;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * How long a block lasts, as requests say it: by a length, an end, or neither, which is for ever.
 *
 * @param forField   the field of the length
 * @param untilField the field of the end
 */
public record BlockLength(String forField, String untilField) {
    /** As the native door has it. */
    static final BlockLength NATIVE = new BlockLength("for", "expires_at");

    private static final Pattern SHORT = Pattern
            .compile("(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
    private static final Pattern ISO = Pattern.compile("P([0-9YMWD]*)(T[0-9HMS.]+)?");
    private static final Duration[] UNITS = {Duration.ofDays(7), Duration.ofDays(1), Duration.ofHours(1),
            Duration.ofMinutes(1), Duration.ofSeconds(1)};

    /** Whether a request says how long. */
    public boolean isIn(JsonObject json) {
        return json.has(forField) || json.has(untilField);
    }

    /** Whether a text that is no request speaks of it all the same. */
    public boolean isNamedIn(String text) {
        return text.contains(forField) || text.contains(untilField);
    }

    /**
     * The end that a request says.
     *
     * @param since when the block begins
     * @return null: none
     * @throws IllegalArgumentException if it is malformed, not after {@code since} by its length, or said twice
     */
    public @Nullable Instant end(JsonObject json, Instant since) {
        String length = json.optionalText(forField);
        Instant end = json.optionalTime(untilField);
        if (length == null) return end;
        if (end != null)
            throw new IllegalArgumentException(forField + ": expected this or " + untilField + ", got both");
        return endAfter(length, since);
    }

    /**
     * The same, where the end must lie ahead.
     *
     * @throws IllegalArgumentException also if it does not
     */
    public @Nullable Instant endAhead(JsonObject json, Instant now) {
        Instant end = end(json, now);
        if (end != null && end.toEpochMilli() <= now.toEpochMilli()) {
            throw new IllegalArgumentException(untilField + ": expected a time after now, " + Times.format(now)
                    + ", got " + Times.format(end));
        }
        return end;
    }

    private Instant endAfter(String length, Instant since) {
        ZonedDateTime end;
        try {
            end = length.startsWith("P") ? plusIso(length, since) : plusShort(length, since);
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed(length);
        }
        if (end.toInstant().isAfter(Times.MAX)) {
            throw new IllegalArgumentException(
                    forField + ": expected an end by the year 9999, got " + Quoted.of(length));
        }
        if (end.toInstant().toEpochMilli() <= since.toEpochMilli()) {
            throw new IllegalArgumentException(forField + ": expected more than no time, got " + Quoted.of(length));
        }
        return end.toInstant();
    }

    private ZonedDateTime plusShort(String length, Instant since) {
        Matcher form = SHORT.matcher(length);
        if (length.isEmpty() || !form.matches()) throw malformed(length);
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            String amount = form.group(i + 1);
            if (amount != null) sum = sum.plus(UNITS[i].multipliedBy(Long.parseLong(amount)));
        }
        return since.atZone(ZoneOffset.UTC).plus(sum);
    }

    // ISO 8601 counts months and years too, which are as long as the calendar makes them.
    private ZonedDateTime plusIso(String length, Instant since) throws DateTimeParseException {
        Matcher form = ISO.matcher(length.toUpperCase(Locale.ROOT));
        if (!form.matches()) throw malformed(length);
        String days = form.group(1);
        String time = form.group(2);
        if (days == null || (days.isEmpty() && time == null)) throw malformed(length);
        ZonedDateTime end = since.atZone(ZoneOffset.UTC);
        if (!days.isEmpty()) end = end.plus(Period.parse("P" + days));
        return time == null ? end : end.plus(Duration.parse("P" + time));
    }

    private IllegalArgumentException malformed(String length) {
        return new IllegalArgumentException(
                forField + ": expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got " + Quoted.of(length));
    }
}
