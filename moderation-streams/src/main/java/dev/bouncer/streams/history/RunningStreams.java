package dev.bouncer.streams.history;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The Kafka Streams client, once there is one.
 *
 * @param partitions how many the commands have
 * @param self       where the other instances find this one
 */
public record RunningStreams(KafkaStreams streams, int partitions, HostInfo self) {}
