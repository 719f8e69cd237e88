package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/**
 * Nothing was done, or nothing could be told, however often it was tried until the deadline: the API cannot be reached, is not
 * ready, has no Kafka, or hears too many requests; or what answered a question is not the API. It may work later.
 */
public final class UnavailableException extends BouncerException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message, @Nullable Problem problem, @Nullable Throwable cause) {
        super(message, problem, cause);
    }
}
