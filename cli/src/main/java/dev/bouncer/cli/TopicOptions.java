package dev.bouncer.cli;

import dev.bouncer.config.KafkaConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the topics are to be: what the command line puts above what is there otherwise. */
final class TopicOptions {
    @Option(names = "--partitions", paramLabel = "N", description = "Of commands, blocklist and audit.")
    private @Nullable Integer partitions;
    @Option(names = "--replication-factor", paramLabel = "N", description = "Of all topics.")
    private @Nullable Short replicationFactor;

    /**
     * What the command line says, and the rest of what is given.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    KafkaConfig over(KafkaConfig given) {
        return new KafkaConfig(given.bootstrapServers(), given.topicPrefix(),
                partitions == null ? given.partitions() : partitions,
                replicationFactor == null ? given.replicationFactor() : replicationFactor, given.client());
    }
}
