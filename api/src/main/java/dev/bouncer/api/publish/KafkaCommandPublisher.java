package dev.bouncer.api.publish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.tracing.TraceHeaders;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.ConfirmHeader;
import dev.bouncer.contract.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts commands on the commands topic with one idempotent producer, acknowledged by all in-sync replicas. */
public final class KafkaCommandPublisher implements CommandPublisher {
    private static final Logger log = LoggerFactory.getLogger(KafkaCommandPublisher.class);

    private final Producer<byte[], byte[]> producer;
    private final AutoCloseable prober;
    private final Suspicion suspicion;
    private final String topic;
    private final Duration closeTimeout;
    private final Tracer tracer;
    private volatile @Nullable KafkaClientMetrics clientMeters;

    KafkaCommandPublisher(Producer<byte[], byte[]> producer, AutoCloseable prober, Suspicion suspicion, String topic,
            Duration closeTimeout, Tracing tracing) {
        this.producer = producer;
        this.prober = prober;
        this.suspicion = suspicion;
        this.topic = topic;
        this.closeTimeout = closeTimeout;
        this.tracer = tracing.tracer();
    }

    /**
     * A publisher to that cluster; connects when it is first used.
     *
     * @param publishTimeout how long an answer may take; 100 ms or more
     */
    public static KafkaCommandPublisher to(KafkaConfig kafka, Duration publishTimeout, InstantSource clock) {
        return to(kafka, publishTimeout, clock, Tracing.off());
    }

    /** The same; commands that are given in a trace carry it on. */
    public static KafkaCommandPublisher to(KafkaConfig kafka, Duration publishTimeout, InstantSource clock,
            Tracing tracing) {
        PublishTimeouts timeouts = PublishTimeouts.of(publishTimeout);
        String topic = kafka.topics().commands();
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                ProducerProperties.of(kafka.clientProperties(), timeouts));
        Admin admin = Admin.create(kafka.clientProperties());
        Suspicion suspicion = new Suspicion(() -> answers(admin, topic, timeouts.probe()), timeouts.probe(), clock);
        return new KafkaCommandPublisher(producer, admin, suspicion, topic, publishTimeout, tracing);
    }

    private static boolean answers(Admin admin, String topic, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        try {
            admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(millis)).allTopicNames()
                    .get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Learns where the topic's partitions are, so that the first command need not wait for it. */
    public void warmUp() {
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            log.atDebug().setCause(e).log("no metadata yet");
        }
    }

    /** What the producer says of itself, from now on. */
    public void bindTo(MeterRegistry meters) {
        KafkaClientMetrics client = new KafkaClientMetrics(producer);
        client.bindTo(meters);
        clientMeters = client;
    }

    @Override
    public CompletableFuture<Outcome> publish(Command command, boolean confirm) {
        if (!suspicion.clear()) return CompletableFuture.completedFuture(new Outcome.NotDone("Kafka does not answer"));
        Context trace = Context.current();
        Span span = TraceHeaders.isIn(trace) ? span(command, trace) : Span.getInvalid();
        Attempt attempt = new Attempt(command, span);
        try {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, command.key().bytes(),
                    CommandJson.encode(command));
            if (confirm) record.headers().add(ConfirmHeader.header());
            if (span.getSpanContext().isValid()) TraceHeaders.put(trace.with(span), record.headers());
            var _ = producer.send(record, attempt);
        } catch (KafkaException | IllegalStateException e) {
            if (e instanceof InterruptException) Thread.currentThread().interrupt();
            attempt.fail(e);
        }
        attempt.sending = false;
        return attempt.outcome;
    }

    private Span span(Command command, Context trace) {
        return tracer.spanBuilder("publish " + topic).setParent(trace).setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka").setAttribute("messaging.destination.name", topic)
                .setAttribute("bouncer.command", command.id().toString())
                .setAttribute("bouncer.app", command.subject().app()).startSpan();
    }

    /** One record on its way. */
    private final class Attempt implements Callback {
        private final Command command;
        private final Span span;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final Thread sender = Thread.currentThread();
        private boolean sending = true; // for the sender's thread alone

        Attempt(Command command, Span span) {
            this.command = command;
            this.span = span;
        }

        @Override
        public void onCompletion(RecordMetadata at, @Nullable Exception failure) {
            if (failure == null) {
                span.end();
                outcome.complete(
                        new Outcome.Published(at.hasOffset() ? new Position(at.partition(), at.offset()) : null));
            } else {
                fail(failure);
            }
        }

        void fail(Throwable failure) {
            span.setStatus(StatusCode.ERROR).end();
            if (Failures.suggestsKafkaIsAway(failure)) suspicion.raise();
            // What was handed over fails on the producer's own thread; what was not, in the midst of sending.
            boolean handedOver = !Thread.currentThread().equals(sender) || !sending;
            log.atDebug().setCause(failure).addKeyValue("command", command.id()).log("not acknowledged");
            outcome.complete(handedOver ? Failures.afterHandover(failure) : Failures.beforeHandover(failure));
        }
    }

    @Override
    public void close() {
        KafkaClientMetrics client = clientMeters;
        if (client != null) client.close();
        producer.close(closeTimeout);
        try {
            prober.close();
        } catch (Exception e) {
            log.atWarn().setCause(e).log("could not close the prober");
        }
    }
}
