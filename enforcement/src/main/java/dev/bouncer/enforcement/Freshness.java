package dev.bouncer.enforcement;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * As of when a reader had read everything: the time at which an end of the log was asked for that it has reached since.
 * Used by one thread but for {@link #asOf}.
 */
final class Freshness {
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Question(Instant at, long[] ends) {}

    private final Progress progress;
    private volatile Instant asOf;
    private @Nullable Question open;

    /** @param asOf since when it is fresh */
    Freshness(Progress progress, Instant asOf) {
        this.progress = progress;
        this.asOf = asOf;
    }

    /** Everything that was on the log then has been read. */
    Instant asOf() {
        return asOf;
    }

    /** The log ended there when it was asked at that time. */
    void ended(Instant at, long[] ends) {
        // An unanswered question stays until it is answered: one that always follows the end would never be.
        if (open == null) open = new Question(at, ends);
        if (progress.reached(ends)) {
            asOf = at;
            open = null;
        } else {
            look();
        }
    }

    private void look() {
        Question question = open;
        if (question == null || !progress.reached(question.ends())) return;
        asOf = question.at();
        open = null;
    }
}
