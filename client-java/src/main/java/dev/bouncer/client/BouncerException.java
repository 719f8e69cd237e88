package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/** Something was not done, or it is not known whether it was. Which of the three says what the caller can do. */
public abstract sealed class BouncerException extends RuntimeException
        permits
        RefusedException,
        UnavailableException,
        OutcomeUnknownException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Problem problem;

    BouncerException(String message, @Nullable Problem problem, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What the API answered last; null: it did not answer. */
    public @Nullable Problem problem() {
        return problem;
    }

    /** The type of what the API answered last; {@link ProblemType#OTHER} if it did not answer. */
    public ProblemType type() {
        return problem == null ? ProblemType.OTHER : problem.type();
    }
}
