package dev.bouncer.api.console.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.contract.Reach;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;

/** Times and names as pages say them. */
final class Texts {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Texts() {}

    /** For machines. */
    static String iso(Instant time) {
        return Times.format(time);
    }

    /** For people; the page's script puts it into their zone. */
    static String utc(Instant time) {
        return UTC.format(time);
    }

    /** How long it is until a time: {@code 2 d 3 h}, {@code 4 min 5 s}. */
    static String left(Instant now, Instant end) {
        Duration left = end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
        if (left.toDays() > 0) return left.toDays() + " d " + left.toHoursPart() + " h";
        if (left.toHours() > 0) return left.toHours() + " h " + left.toMinutesPart() + " min";
        if (left.toMinutes() > 0) return left.toMinutes() + " min " + left.toSecondsPart() + " s";
        return left.toSeconds() + " s";
    }

    /** For a script that counts down, by its own clock's speed and not by its time. */
    static String millisLeft(Instant now, Instant end) {
        return Long.toString(Math.max(0, end.toEpochMilli() - now.toEpochMilli()));
    }

    /** {@code user alice}, {@code the app chat}. */
    static String name(SubjectKey subject) {
        SubjectKind kind = subject.subject().kind();
        return (kind == SubjectKind.APP ? "the app " : kind.wireName() + ' ') + subject.subject().id();
    }

    /** Whom a block is for: {@code only for newcomers since …, except 2 subjects}; empty: everybody, at once. */
    static String reach(Reach reach) {
        List<String> words = new ArrayList<>();
        if (reach.firstSeenAfter() != null) words.add("only for newcomers since " + utc(reach.firstSeenAfter()));
        if (!reach.except().isEmpty()) words.add("except " + count(reach.except().size(), "subject", "subjects"));
        if (reach.rate() != null)
            words.add(count(reach.rate(), "session", "sessions") + " closed a second on each edge");
        return String.join(", ", words);
    }

    /** Whether it is not for everybody. */
    static boolean isForSome(Reach reach) {
        return reach.firstSeenAfter() != null || !reach.except().isEmpty();
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
