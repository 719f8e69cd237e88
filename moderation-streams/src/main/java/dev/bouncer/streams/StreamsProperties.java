package dev.bouncer.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import dev.bouncer.config.BouncerConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of the Kafka Streams client: first what the operator may change with {@code bouncer.kafka.client.*},
 * then the operator's own, then what the guarantees rest on.
 */
final class StreamsProperties {
    /** How long a dead instance's partitions wait for another one. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    /**
     * How long a broker may keep a question of the restore open in which there is nothing new. A partition that is taken up
     * meanwhile has to wait for it, and each waited for the one before: Kafka's own half second, up to three times a start.
     */
    private static final Duration RESTORE_WAIT = Duration.ofMillis(50);
    /**
     * How long what a dead instance had begun can hold back those who read committed, and the one that takes over.
     */
    private static final Duration MIN_TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    /**
     * Longest record we can write. Far longer than any command: a record that is forwarded or parked has the size that
     * its publisher chose, and one that cannot be written would stop its partition.
     */
    static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private static final int GATHERED_BYTES = 64 * 1024;
    private static final Duration GATHER = Duration.ofMillis(25);
    private static final int LINGER_MILLIS = 10;
    private static final int BATCH_BYTES = 64 * 1024;

    private StreamsProperties() {}

    /** @param advertised where the other instances find this one, {@code host:port} */
    static Properties of(BouncerConfig config, String advertised) {
        Map<String, Object> all = new HashMap<>();
        all.putAll(defaults(config));
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreSettings.class);
        all.putAll(config.kafka().clientProperties());
        all.putAll(guarantees(config));
        all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static Map<String, Object> defaults(BouncerConfig config) {
        long commit = config.streams().commitInterval().toMillis();
        short replication = config.kafka().replicationFactor();
        // Without a prefix where only one kind of client knows the name, since a prefix would win over the operator.
        return Map.of(
                // A commit sends what is gathered at once, and before it nobody sees it: to wait this long costs no time, and
                // spares the sender a wake-up for almost every record.
                ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
                // The prefix is what Streams looks for when it compares this with the commit interval.
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(Math.max(MIN_TRANSACTION_TIMEOUT.toMillis(), 3 * commit)),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION_TIMEOUT.toMillis()),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(HEARTBEAT.toMillis()),
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), GATHERED_BYTES,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                Math.toIntExact(GATHER.toMillis()),
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                Math.toIntExact(RESTORE_WAIT.toMillis()),
                // As for our own topics: three copies and two in sync let one broker be away.
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), replication >= 3 ? 2 : 1);
    }

    private static Map<String, Object> guarantees(BouncerConfig config) {
        return Map.of(StreamsConfig.APPLICATION_ID_CONFIG, config.kafka().topics().streamsGroup(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.streams().commitInterval().toMillis(),
                StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.streams().standbyReplicas(),
                StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.kafka().replicationFactor(),
                StreamsConfig.STATE_DIR_CONFIG, config.dataDir().resolve("moderation-streams").toString(),
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    }
}
