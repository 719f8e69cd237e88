package dev.bouncer.e2e.chaos;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One command that the harness gave, and what it was told.
 *
 * @param tag        the command's {@code reason}, and its name everywhere in the harness; no other has it
 * @param user       whom it is about
 * @param expiresAt  of a block; null: for ever
 * @param sentAt     before the first attempt
 * @param answeredAt after the last attempt
 * @param doubtful   whether an attempt had an unknown outcome: it may still arrive, after the one that was answered
 */
record Given(String tag, String user, Type type, @Nullable Instant expiresAt, Instant sentAt, Instant answeredAt,
        Outcome outcome, boolean doubtful) {
    /** What was asked for. */
    enum Type {
        BLOCK, UNBLOCK, TERMINATE
    }

    /** What is known of it. */
    enum Outcome {
        ACKNOWLEDGED, NOT_DONE, UNKNOWN
    }

    /** @throws IllegalArgumentException if it was answered before it was sent */
    Given {
        if (answeredAt.isBefore(sentAt)) {
            throw new IllegalArgumentException(tag + ": answered at " + answeredAt + ", sent at " + sentAt);
        }
    }

    boolean acknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }

    /** Whether it may have had an effect. */
    boolean possible() {
        return outcome != Outcome.NOT_DONE;
    }

    boolean onBlocklist() {
        return type != Type.TERMINATE;
    }
}
