package dev.bouncer.streams;

import java.time.InstantSource;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.http.HttpPort;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/**
 * The parts of the process, wired at compile time. Its beans are of types of this package only: in one JVM with the API
 * and an edge, each context sees the factories of all.
 */
@Factory
final class Wiring {
    @Singleton
    @Bean(preDestroy = "close")
    StreamsMetrics metrics() {
        return new StreamsMetrics();
    }

    @Singleton
    TopicCheck topicCheck(BouncerConfig config) {
        return new TopicCheck(config.kafka());
    }

    @Singleton
    ThreadFailures threadFailures() {
        return new ThreadFailures(InstantSource.system());
    }

    @Singleton
    @Bean(preDestroy = "close")
    StreamsClient client(BouncerConfig config, TopicCheck topics, ThreadFailures failures, StreamsMetrics metrics) {
        return new StreamsClient(config, topics, failures, metrics);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Routes routes(BouncerConfig config, StreamsClient client, StreamsMetrics metrics) {
        return new Routes(config.internal(), client, metrics);
    }

    @Singleton
    @Bean(preDestroy = "close")
    HttpPort http(BouncerConfig config, Routes routes, StreamsMetrics metrics) {
        return new HttpPort("streams", config.streams().host(), config.streams().port(), routes.all(),
                config.internal().tls(), false, metrics.registry());
    }
}
