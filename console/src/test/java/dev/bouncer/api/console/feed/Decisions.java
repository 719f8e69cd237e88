package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;

/** Decisions about users who are called by numbers, which are their times as well. */
public final class Decisions {
    public static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private Decisions() {}

    public static Decoded.Valid block(String app, int number) {
        return new Decoded.Valid(
                new Command.Block(new UUID(0, number), SubjectKey.of(app, SubjectKind.USER, "u-" + number), null,
                        "a reason", null, "test", AT),
                new Position(0, number), AT.plusSeconds(number));
    }

    public static EnforcementReport report(int number, String edge, int sessions, int millis) {
        return new EnforcementReport(new UUID(0, number), edge, sessions, Duration.ofMillis(millis), AT);
    }

    static String id(FeedEntry entry) {
        return entry.command().subject().subject().id();
    }
}
