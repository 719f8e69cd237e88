package dev.bouncer.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's clients say when Kafka does not let them in, for whoever wrote the configuration. */
public final class KafkaRefusal {
    private static final int LONGEST_CHAIN = 10;

    private KafkaRefusal() {}

    /**
     * Whether to wait helps nobody, since something has to be set right first: credentials, certificates, rights or
     * properties.
     */
    public static boolean isFinal(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(cause -> cause instanceof AuthenticationException || cause instanceof AuthorizationException
                        || cause instanceof UnsupportedVersionException || cause instanceof ConfigException);
    }

    /** That error with the brokers' address and all that is known of its causes. */
    public static IllegalStateException of(Object bootstrapServers, Throwable failure) {
        return new IllegalStateException("Kafka at " + bootstrapServers + ": " + text(failure), failure);
    }

    /** That a right on a topic is missing: Kafka itself says neither which nor where. */
    public static TopicAuthorizationException lacking(AclOperation right, String topic) {
        return new TopicAuthorizationException("topic " + topic + ": the right is missing to "
                + right.name().toLowerCase(Locale.ROOT).replace('_', ' '), Set.of(topic));
    }

    /** What the failure says, and what caused it: Kafka's own first sentence is only that there was one. */
    public static String text(Throwable failure) {
        List<String> said = new ArrayList<>();
        for (Throwable cause : chain(failure)) {
            String message = cause.getMessage();
            if (message == null) message = cause.getClass().getSimpleName();
            // Many an exception repeats what caused it.
            String more = message;
            if (said.stream().noneMatch(before -> before.contains(more))) said.add(message);
        }
        return String.join(": ", said);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < LONGEST_CHAIN; cause = cause.getCause()) {
            Throwable inner = cause.getCause();
            boolean wrapper = inner != null && inner.toString().equals(cause.getMessage());
            if (!wrapper) chain.add(cause);
        }
        return chain;
    }
}
