package dev.bouncer.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The subject may not connect, for a length, until a time, or for ever; its sessions are closed. The last three are for
 * blocks of the app alone.
 *
 * @param length         how long; counted from when the API takes it in, in whole seconds
 * @param until          the first time at which it may connect again, which lies ahead
 * @param message        what the user is told
 * @param except         who may stay and come
 * @param firstSeenAfter for those alone whom the application first saw later
 * @param rate           how many connections each edge closes a second
 */
public record Block(Subject subject, @Nullable Duration length, @Nullable Instant until, @Nullable String reason,
        @Nullable String message, List<Subject> except, @Nullable Instant firstSeenAfter, @Nullable Integer rate)
        implements
            Command {
    /** @throws IllegalArgumentException if it says how long in two ways, or less than a second */
    public Block {
        if (length != null && until != null)
            throw new IllegalArgumentException("expected a length or an end, got both");
        Wire.requireLength(length);
        except = List.copyOf(except);
    }

    /** For ever. */
    public static Block of(Subject subject) {
        return new Block(subject, null, null, null, null, List.of(), null, null);
    }

    /** The same for so long. */
    public Block lasting(Duration howLong) {
        return new Block(subject, howLong, null, reason, message, except, firstSeenAfter, rate);
    }

    /** The same until then. */
    public Block until(Instant end) {
        return new Block(subject, null, end, reason, message, except, firstSeenAfter, rate);
    }

    /** The same with what moderators are told. */
    public Block because(String why) {
        return new Block(subject, length, until, why, message, except, firstSeenAfter, rate);
    }

    /** The same with what the user is told. */
    public Block saying(String what) {
        return new Block(subject, length, until, reason, what, except, firstSeenAfter, rate);
    }

    /** Of the app: the same, but those may stay and come. */
    public Block except(List<Subject> subjects) {
        return new Block(subject, length, until, reason, message, subjects, firstSeenAfter, rate);
    }

    /** Of the app: the same, for those whom the application first saw later than that. */
    public Block ofThoseFirstSeenAfter(Instant time) {
        return new Block(subject, length, until, reason, message, except, time, rate);
    }

    /** Of the app: the same, little by little, so many connections a second on each edge. */
    public Block atRate(int perSecond) {
        return new Block(subject, length, until, reason, message, except, firstSeenAfter, perSecond);
    }
}
