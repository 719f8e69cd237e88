package dev.bouncer.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MisconfiguredInternalTopicException;
import org.apache.kafka.streams.errors.MissingInternalTopicsException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. Its transaction is aborted, so nothing is lost or done twice, and a new thread
 * goes on where the last commit was; but where that cannot help, because somebody has to act (access denied, topics
 * gone) or because it did not help again and again, the client shuts down and the process is no longer live. The other
 * instances go on: what ails this one may not ail them. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    /** That many deaths within {@link #WINDOW} are one too many. */
    static final int LIMIT = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final InstantSource clock;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private @Nullable Throwable last;

    ThreadFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        last = failure;
        Throwable hopeless = hopeless(failure);
        if (hopeless != null) {
            LOG.atError().addKeyValue("error", hopeless).setCause(failure)
                    .log("stream thread died of what a new one cannot mend: shutting down");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Instant now = clock.instant();
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(WINDOW)))
            recent.removeFirst();
        if (recent.size() >= LIMIT) {
            LOG.atError().addKeyValue("deaths", recent.size()).addKeyValue("within", WINDOW).setCause(failure)
                    .log("stream threads keep dying: shutting down");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.atWarn().addKeyValue("error", failure).setCause(failure).log("stream thread died: replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** What the last thread died of; null: none did. */
    synchronized @Nullable Throwable last() {
        return last;
    }

    private static @Nullable Throwable hopeless(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isHopeless(cause)) return cause;
        }
        return null;
    }

    private static boolean isHopeless(Throwable cause) {
        return cause instanceof Error || cause instanceof ConfigException || cause instanceof TopologyException
                || cause instanceof MissingSourceTopicException || cause instanceof MissingInternalTopicsException
                || cause instanceof MisconfiguredInternalTopicException
                || cause instanceof AuthenticationException || cause instanceof AuthorizationException
                || cause instanceof UnsupportedVersionException;
    }
}
