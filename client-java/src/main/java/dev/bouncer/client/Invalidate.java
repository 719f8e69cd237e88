package dev.bouncer.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of a user or a device that were issued before a time count no more; sessions that came with one are closed.
 *
 * @param issuedBefore the first time whose tokens count; null: when the API takes it in
 * @param length       how long this is remembered, in whole seconds: as long as tokens live; null: for ever, or until
 *                     {@code until}
 * @param until        when it is over
 * @param message      what the user is told
 */
public record Invalidate(Subject subject, @Nullable Instant issuedBefore, @Nullable Duration length,
        @Nullable Instant until, @Nullable String reason, @Nullable String message) implements Command {
    /** @throws IllegalArgumentException if it says how long in two ways, or less than a second */
    public Invalidate {
        if (length != null && until != null)
            throw new IllegalArgumentException("expected a length or an end, got both");
        Wire.requireLength(length);
    }

    /** All tokens there are now, for ever. */
    public static Invalidate of(Subject subject) {
        return new Invalidate(subject, null, null, null, null, null);
    }

    /** The same for tokens issued before then. */
    public Invalidate issuedBefore(Instant time) {
        return new Invalidate(subject, time, length, until, reason, message);
    }

    /** The same, remembered for so long. */
    public Invalidate lasting(Duration howLong) {
        return new Invalidate(subject, issuedBefore, howLong, null, reason, message);
    }

    /** The same, remembered until then. */
    public Invalidate until(Instant end) {
        return new Invalidate(subject, issuedBefore, null, end, reason, message);
    }

    /** The same with what moderators are told. */
    public Invalidate because(String why) {
        return new Invalidate(subject, issuedBefore, length, until, why, message);
    }

    /** The same with what the user is told. */
    public Invalidate saying(String what) {
        return new Invalidate(subject, issuedBefore, length, until, reason, what);
    }
}
