package dev.bouncer.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.bouncer.config.KafkaConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the clients are really made with, after Kafka Streams has put its own defaults under ours. */
final class StreamsPropertiesTest {
    @Test
    void guaranteesAndStateAreOurs() {
        StreamsConfig config = config(Map.of("processing.guarantee", "at_least_once", "application.id", "theirs"));

        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getString("application.id")).isEqualTo("test.moderation-streams");
        assertThat(config.getString("state.dir")).isEqualTo("/data/moderation-streams");
        assertThat(config.getInt("num.standby.replicas")).isEqualTo(1);
        assertThat(config.getInt("replication.factor")).isEqualTo(3);
        assertThat(config.getString("application.server")).isEqualTo("10.0.0.2:8082");
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(50);
        assertThat(config.originalsWithPrefix("topic.")).containsEntry("min.insync.replicas", 2);
    }

    @Test
    void producerWaitsForNothingAndWritesWhateverCanBeReceived() {
        assertThat(producer(Map.of())).containsEntry("linger.ms", 10).containsEntry("max.request.size", 16_777_216)
                .containsEntry("transaction.timeout.ms", 10_000).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void transactionMayLastLongerThanTheCommitInterval() {
        StreamsConfig config = new StreamsConfig(StreamsProperties.of(Configs.of(Path.of("/data"),
                new KafkaConfig("broker:9092", "", 6, (short) 1, Map.of()),
                Configs.streams(0, 0, Duration.ofSeconds(30))), "10.0.0.2:8082"));

        assertThat(config.getProducerConfigs("client")).containsEntry("transaction.timeout.ms", 90_000);
        assertThat(config.originalsWithPrefix("topic.")).containsEntry("min.insync.replicas", 1);
    }

    @Test
    void deadMemberIsNoticedInSecondsAndLostOffsetsLeaveOutNothing() {
        assertThat(consumer(Map.of("auto.offset.reset", "latest"))).containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 3_000).containsEntry("auto.offset.reset", "earliest")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void commandsAreTakenSeveralAtATimeUnlessTheOperatorHasItOtherwise() {
        assertThat(consumer(Map.of())).containsEntry("fetch.min.bytes", 65_536).containsEntry("fetch.max.wait.ms", 25);
        assertThat(consumer(Map.of("main.consumer.fetch.max.wait.ms", "7"))).containsEntry("fetch.max.wait.ms", "7");
    }

    @Test
    void restoreDoesNotWaitForWhatIsNotThere() {
        assertThat(config(Map.of()).getRestoreConsumerConfigs("client")).containsEntry("fetch.max.wait.ms", 50);
        assertThat(config(Map.of("restore.consumer.fetch.max.wait.ms", "7")).getRestoreConsumerConfigs("client"))
                .containsEntry("fetch.max.wait.ms", "7");
    }

    @Test
    void operatorsPropertiesGoToEveryClient() {
        Map<String, String> operators = Map.of("security.protocol", "SASL_SSL", "request.timeout.ms", "7000");

        assertThat(producer(operators)).containsAllEntriesOf(operators);
        assertThat(consumer(operators)).containsAllEntriesOf(operators);
        assertThat(config(operators).getAdminConfigs("client")).containsAllEntriesOf(operators);
        assertThat(config(operators).getRestoreConsumerConfigs("client")).containsAllEntriesOf(operators);
    }

    @Test
    void operatorMayChangeWhatIsOnlyADefault() {
        assertThat(consumer(Map.of("session.timeout.ms", "30000"))).containsEntry("session.timeout.ms", "30000");
        assertThat(producer(Map.of("linger.ms", "5"))).containsEntry("linger.ms", "5");
        assertThat(config(Map.of()).getClass("rocksdb.config.setter")).isEqualTo(StoreSettings.class);
        assertThat(config(Map.of("rocksdb.config.setter", "java.lang.String")).getClass("rocksdb.config.setter"))
                .isEqualTo(String.class);
    }

    private static Map<String, Object> producer(Map<String, String> operators) {
        return config(operators).getProducerConfigs("client");
    }

    private static Map<String, Object> consumer(Map<String, String> operators) {
        return config(operators).getMainConsumerConfigs("group", "client", 0);
    }

    private static StreamsConfig config(Map<String, String> operators) {
        return new StreamsConfig(StreamsProperties.of(Configs.of(Path.of("/data"),
                new KafkaConfig("broker:9092", "test.", 6, (short) 3, operators),
                Configs.streams(0, 1, Duration.ofMillis(50))), "10.0.0.2:8082"));
    }
}
