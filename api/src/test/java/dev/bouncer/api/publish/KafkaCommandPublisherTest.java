package dev.bouncer.api.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.ConfirmHeader;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaCommandPublisherTest {
    private static final Command BLOCK = new Command.Block(UUID.randomUUID(),
            SubjectKey.of("chat", SubjectKind.USER, "alice"), null, "spam", null, "backend",
            Instant.parse("2026-11-01T12:00:00Z"));

    @AutoClose
    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(Cluster.empty(), false, null,
            new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicInteger probes = new AtomicInteger();
    private boolean kafkaAnswers = true;
    private final Suspicion suspicion = new Suspicion(() -> {
        probes.incrementAndGet();
        return kafkaAnswers;
    }, Duration.ofSeconds(1), InstantSource.fixed(Instant.EPOCH));
    private final KafkaCommandPublisher publisher = new KafkaCommandPublisher(producer, () -> {}, suspicion, "commands",
            Duration.ofSeconds(1), Tracing.off());

    @Test
    void sendsTheCommandUnderItsKey() {
        CompletableFuture<Outcome> outcome = publisher.publish(BLOCK);
        ProducerRecord<byte[], byte[]> sent = producer.history().getFirst();
        assertThat(sent.topic()).isEqualTo("commands");
        assertThat(sent.key()).isEqualTo(BLOCK.key().bytes());
        assertThat(sent.value()).isEqualTo(CommandJson.encode(BLOCK));
        assertThat(sent.partition()).isNull();
        assertThat(sent.headers()).isEmpty();
        assertThat(outcome).isNotDone();
        producer.completeNext();
        assertThat(outcome).isCompletedWithValue(new Outcome.Published(new Position(0, 0)));
    }

    @Test
    void asksTheEdgesToConfirmByAHeader() {
        var _ = publisher.publish(BLOCK, true);

        assertThat(ConfirmHeader.isIn(producer.history().getFirst().headers())).isTrue();
    }

    static RuntimeException[] certain() {
        return new RuntimeException[]{new RecordTooLargeException("x"), new TopicAuthorizationException("x"),
                new SaslAuthenticationException("x"), new InvalidTopicException("x")};
    }

    @ParameterizedTest
    @MethodSource("certain")
    void whatEveryAttemptIsRefusedForIsNotDone(RuntimeException failure) {
        CompletableFuture<Outcome> outcome = publisher.publish(BLOCK);
        producer.errorNext(failure);
        assertThat(await(outcome)).isInstanceOf(Outcome.NotDone.class);
        assertThat(suspicion.clear()).isTrue();
        assertThat(probes).hasValue(0);
    }

    // The last attempt was refused before the append; one before it may have been appended and its answer lost.
    static RuntimeException[] uncertain() {
        return new RuntimeException[]{new TimeoutException("x"), new NetworkException("x"),
                new DisconnectException("x"), new NotEnoughReplicasAfterAppendException("x"),
                new NotEnoughReplicasException("x"), new OutOfOrderSequenceException("x")};
    }

    @ParameterizedTest
    @MethodSource("uncertain")
    void whatMayHaveReachedTheLogIsUnknown(RuntimeException failure) {
        CompletableFuture<Outcome> outcome = publisher.publish(BLOCK);
        producer.errorNext(failure);
        assertThat(await(outcome)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void whatFailsBeforeItIsHandedOverIsNotDone() {
        producer.sendException = new org.apache.kafka.common.KafkaException("error state");
        assertThat(await(publisher.publish(BLOCK)))
                .isEqualTo(new Outcome.NotDone("the command could not be sent: KafkaException"));
    }

    @Test
    void afterATimeoutNothingIsSentUntilKafkaAnswersAProbe() {
        var _ = publisher.publish(BLOCK);
        kafkaAnswers = false;
        producer.errorNext(new TimeoutException("x"));
        assertThat(await(publisher.publish(BLOCK))).isEqualTo(new Outcome.NotDone("Kafka does not answer"));
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void aProbeWithoutAnAnswerCountsForAWhile() {
        AtomicInteger second = new AtomicInteger();
        Suspicion timed = new Suspicion(() -> {
            probes.incrementAndGet();
            return kafkaAnswers;
        }, Duration.ofSeconds(2), () -> Instant.EPOCH.plusSeconds(second.get()));
        timed.raise();
        kafkaAnswers = false;
        assertThat(timed.clear()).isFalse();
        kafkaAnswers = true;
        second.set(1);
        assertThat(timed.clear()).isFalse();
        assertThat(probes).hasValue(1);
        second.set(2);
        assertThat(timed.clear()).isTrue();
        assertThat(timed.clear()).isTrue();
        assertThat(probes).hasValue(2);
    }

    @Test
    @Timeout(60)
    void withoutKafkaTheAnswerComesAllTheSame() throws Exception {
        KafkaConfig nobody = new KafkaConfig("127.0.0.1:" + freePort(), "", 1, (short) 1, Map.of());
        try (KafkaCommandPublisher real = KafkaCommandPublisher.to(nobody, Duration.ofSeconds(1),
                InstantSource.system())) {
            assertThat(real.publish(BLOCK).get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Outcome.NotDone("Kafka could not be reached in time"));
            assertThat(real.publish(BLOCK).get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Outcome.NotDone("Kafka does not answer"));
        }
    }

    @Test
    void theOperatorCannotBreakThePromise() {
        Map<String, Object> properties = ProducerProperties.of(
                Map.of("bootstrap.servers", "x:1", "acks", "1", "enable.idempotence", "false", "linger.ms", "50",
                        "partitioner.class", "x", "partitioner.ignore.keys", "true", "client.id", "mine",
                        "delivery.timeout.ms", "120000", "max.block.ms", "60000"),
                PublishTimeouts.of(Duration.ofSeconds(5)));
        assertThat(properties).containsEntry("acks", "all").containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", 0).doesNotContainKey("partitioner.class")
                .containsEntry("partitioner.ignore.keys", false).containsEntry("client.id", "mine")
                .containsEntry("max.block.ms", 1000).containsEntry("delivery.timeout.ms", 3000)
                .containsEntry("request.timeout.ms", 2000);
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) {
        try {
            return outcome.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no outcome", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
