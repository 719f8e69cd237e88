package dev.bouncer.cli;

import java.util.concurrent.Callable;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.KafkaRefusal;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Says of Kafka's errors which Kafka it was. Apart, so that commands that do not need Kafka's classes do not load them. */
final class AskedOfKafka {
    private AskedOfKafka() {}

    /**
     * Does something with Kafka.
     *
     * @throws CommandFailed if Kafka refuses or does not answer
     */
    static <T> T run(KafkaConfig settings, Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw failed(settings, e);
        }
    }

    static CommandFailed failed(KafkaConfig settings, KafkaException e) {
        IllegalStateException refused = KafkaRefusal.of(settings.bootstrapServers(), e);
        return new CommandFailed(ExitStatus.UNAVAILABLE, String.valueOf(refused.getMessage()), e);
    }
}
