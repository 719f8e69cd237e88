package dev.bouncer.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

final class ThreadFailuresTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final ThreadFailures failures = new ThreadFailures(now::get);

    @Test
    void transientFailureGetsANewThread() {
        StreamsException failure = new StreamsException("timed out", new TimeoutException("no broker"));

        assertThat(failures.handle(failure)).isEqualTo(REPLACE_THREAD);
        assertThat(failures.last()).isSameAs(failure);
    }

    @Test
    void failureThatSomebodyMustMendShutsDown() {
        assertThat(failures.handle(new StreamsException(new TopicAuthorizationException("moderation.audit"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.handle(new MissingSourceTopicException("moderation.commands")))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.handle(new OutOfMemoryError())).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void failuresInARowShutDown() {
        for (int i = 1; i < ThreadFailures.LIMIT; i++) {
            assertThat(fail()).isEqualTo(REPLACE_THREAD);
        }
        assertThat(fail()).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void failuresFarApartDoNot() {
        Duration apart = ThreadFailures.WINDOW.dividedBy(ThreadFailures.LIMIT - 2);
        for (int i = 0; i < 3 * ThreadFailures.LIMIT; i++) {
            assertThat(fail()).isEqualTo(REPLACE_THREAD);
            now.updateAndGet(time -> time.plus(apart));
        }
    }

    private StreamThreadExceptionResponse fail() {
        return failures.handle(new StreamsException("disk"));
    }
}
