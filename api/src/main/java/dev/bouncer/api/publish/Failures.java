package dev.bouncer.api.publish;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells what is certain about a command that Kafka did not acknowledge. */
final class Failures {
    private Failures() {}

    /** The producer refused the record before it was handed to the network: it goes nowhere. */
    static Outcome.NotDone beforeHandover(Throwable failure) {
        return new Outcome.NotDone(failure instanceof TimeoutException
                ? "Kafka could not be reached in time"
                : "the command could not be sent: " + failure.getClass().getSimpleName());
    }

    /**
     * The record was handed over, so an attempt may have reached the log even where the last one was refused: a broker
     * that appended it and lost the answer may refuse the retry for too few replicas. Only refusals that every attempt
     * meets alike are certain.
     */
    static Outcome afterHandover(Throwable failure) {
        return switch (failure) {
            case RecordTooLargeException _ -> new Outcome.NotDone("the command is larger than Kafka takes");
            case AuthorizationException _ -> new Outcome.NotDone("Kafka does not allow this node to write commands");
            case AuthenticationException _ -> new Outcome.NotDone("Kafka does not accept this node's credentials");
            case InvalidTopicException _ -> new Outcome.NotDone("Kafka has no such topic");
            case TimeoutException _ -> new Outcome.Unknown("Kafka did not acknowledge the command in time");
            default -> new Outcome.Unknown(
                    "Kafka did not acknowledge the command: " + failure.getClass().getSimpleName());
        };
    }

    /** Whether the failure makes it likely that the next command fares no better. */
    static boolean suggestsKafkaIsAway(@Nullable Throwable failure) {
        return failure instanceof RetriableException;
    }
}
