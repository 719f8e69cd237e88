package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.bouncer.contract.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnforcementConfigTest {
    private static final EnforcementConfig CONFIG = EnforcementConfig.of("kafka-1:9092", Path.of("data"));

    @Test
    void has_what_most_need() {
        assertThat(CONFIG).isEqualTo(new EnforcementConfig(Map.of("bootstrap.servers", "kafka-1:9092"), new Topics(""),
                Path.of("data"), "embedded", Duration.ofSeconds(2), Duration.ofSeconds(30)));
    }

    @Test
    void changes_one_value_at_a_time() {
        assertThat(CONFIG.withTopicPrefix("test.").withKafka("client.dns.lookup", "use_all_dns_ips").withId("node-7")
                .withTerminateSkew(Duration.ZERO).withStaleAfter(Duration.ofSeconds(5))
                .withGather(Duration.ofMillis(9)))
                .isEqualTo(new EnforcementConfig(
                        Map.of("bootstrap.servers", "kafka-1:9092", "client.dns.lookup", "use_all_dns_ips"),
                        new Topics("test."), Path.of("data"), "node-7", Duration.ZERO, Duration.ofSeconds(5),
                        Duration.ofMillis(9)));
    }

    @Test
    void needs_brokers() {
        assertThatThrownBy(() -> EnforcementConfig.of(" ", Path.of("data")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bootstrap.servers: expected host:port, got nothing");
        assertThatThrownBy(() -> new EnforcementConfig(Map.of(), CONFIG.topics(), CONFIG.stateDir(), "it",
                CONFIG.terminateSkew(), CONFIG.staleAfter()))
                .hasMessage("bootstrap.servers: expected host:port, got nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "node 7", "ä", "node/7"})
    void needs_an_id_that_may_stand_in_a_client_id(String id) {
        assertThatThrownBy(() -> CONFIG.withId(id)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got '" + id + "'");
    }

    @Test
    void needs_durations_that_make_sense() {
        assertThatThrownBy(() -> CONFIG.withTerminateSkew(Duration.ofSeconds(-1)))
                .hasMessage("terminateSkew: expected no negative duration, got PT-1S");
        assertThatThrownBy(() -> CONFIG.withGather(Duration.ofSeconds(-1)))
                .hasMessage("gather: expected no negative duration, got PT-1S");
        assertThatThrownBy(() -> CONFIG.withStaleAfter(Duration.ZERO))
                .hasMessage("staleAfter: expected more than nothing, got PT0S");
    }

    @Test
    void does_not_tell_passwords() {
        assertThat(CONFIG.withKafka("sasl.jaas.config", "password=s3cret").toString()).contains("sasl.jaas.config")
                .doesNotContain("s3cret");
    }
}
