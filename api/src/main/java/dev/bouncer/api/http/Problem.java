package dev.bouncer.api.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.config.Scope;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Times;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;

/** An answer that is an error: what the caller is told, and nothing of our insides. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    // A longer time overflows the timers of browsers, 2^31 ms, and they would come back at once, again and again.
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final ProblemType type;
    private final @Nullable UUID command;
    private @Nullable Instant until;
    private @Nullable String message;
    private long retryAfterSeconds = 2;

    private Problem(ProblemType type, String detail, @Nullable UUID command) {
        // An answer, not a defect: nobody looks at the stack.
        super(detail, null, false, false);
        this.type = type;
        this.command = command;
    }

    /** @param detail what was wrong this time, and what was expected */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null);
    }

    /** A request that says something that cannot be. */
    public static Problem malformed(String detail) {
        return of(ProblemType.MALFORMED_REQUEST, detail);
    }

    /**
     * Reads a part of the request.
     *
     * @throws Problem MALFORMED_REQUEST if reading it throws an {@link IllegalArgumentException}, whose message must be
     *                 fit for the caller
     */
    public static <T> T unlessMalformed(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** The API key may not do what the scope stands for. */
    public static Problem missingScope(Scope scope) {
        return of(ProblemType.MISSING_SCOPE, "this needs the scope " + scope.wireName());
    }

    /** Somebody may not come in. They are told when they may, and the message, never the reason. */
    public static Problem blocked(BlockEntry block, Instant now) {
        Problem problem = of(ProblemType.BLOCKED, block.expiresAt() == null
                ? "a block without an end is in force"
                : "a block is in force");
        problem.until = block.expiresAt();
        problem.message = block.message();
        problem.retryAfterSeconds = secondsUntil(block.expiresAt(), now);
        return problem;
    }

    /** Somebody may come in, but with a newer token. They are told the message, never the reason. */
    public static Problem tokenInvalidated(BlockEntry invalidation) {
        Problem problem = of(ProblemType.TOKEN_INVALIDATED, "expected a token issued at "
                + Times.format(Objects.requireNonNull(invalidation.issuedBefore())) + " or later");
        problem.message = invalidation.message();
        return problem;
    }

    private static long secondsUntil(@Nullable Instant end, Instant now) {
        if (end == null || end.isAfter(now.plus(LONGEST_WAIT))) return 0;
        return Math.ceilDiv(Duration.between(now, end).toMillis(), 1000);
    }

    /** @param seconds until it is worth trying again */
    public static Problem tooManyRequests(long seconds) {
        Problem problem = of(ProblemType.TOO_MANY_REQUESTS, "expected fewer requests; try again in " + seconds + " s");
        problem.retryAfterSeconds = seconds;
        return problem;
    }

    /** The command was certainly not done. */
    public static Problem notDone(String why) {
        return of(ProblemType.NOT_DONE, why + "; nothing was done, try again later");
    }

    /** The command may or may not have been done. */
    public static Problem outcomeUnknown(String why, UUID command) {
        return new Problem(ProblemType.OUTCOME_UNKNOWN,
                why + "; it may still take effect. To retry with the same Idempotency-Key is safe", command);
    }

    /**
     * Makes sure that this node knows what is in force.
     *
     * @throws Problem NOT_READY if it does not
     */
    public static void requireReady(Readiness readiness) {
        switch (readiness) {
            case READY -> {
            }
            case CATCHING_UP ->
                throw of(ProblemType.NOT_READY, "this node is still catching up with the log; another one may know");
            case STALE -> throw of(ProblemType.NOT_READY, "this node is out of touch with Kafka; another one may know");
        }
    }

    /** How long the caller should wait, where there is something to wait for; 0: nobody would wait so long. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What kind of problem it is. */
    public ProblemType type() {
        return type;
    }

    /** What the caller is told. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When somebody who is blocked may come in again; null: never, or nobody is blocked. */
    public @Nullable Instant until() {
        return until;
    }

    /** What somebody who is blocked is told. */
    public @Nullable String message() {
        return message;
    }

    /** The command that it is about, where that is of use to the caller. */
    public @Nullable UUID command() {
        return command;
    }
}
