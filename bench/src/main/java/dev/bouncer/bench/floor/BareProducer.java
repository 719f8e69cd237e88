package dev.bouncer.bench.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

import dev.bouncer.bench.load.Pacer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to a topic, acks=all, each record at once; arguments: bootstrap servers, topic. A line {@code COUNT RATE SIZE} is
 * answered with {@code sent} when all are acknowledged. A record begins with the time at which it was to be sent, by
 * {@link System#nanoTime}.
 */
public final class BareProducer {
    private BareProducer() {}

    /** Writes until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", arguments[0], "acks", "all", "linger.ms", "0"), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.partitionsFor(arguments[1]);
            System.out.println("connected");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ", -1);
                send(producer, arguments[1], Integer.parseInt(words[0]), Integer.parseInt(words[1]),
                        Integer.parseInt(words[2]));
                System.out.println("sent");
            }
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int count, int rate, int size)
            throws IOException {
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / rate;
            byte[] key = ("user:floor-" + i).getBytes(StandardCharsets.UTF_8);
            Pacer.awaitNanoTime(due);
            Future<?> _ = producer.send(
                    new ProducerRecord<>(topic, key, ByteBuffer.allocate(size).putLong(due).array()), (_, failure) -> {
                        if (failure != null) failures.add(failure);
                    });
        }
        producer.flush();
        if (!failures.isEmpty()) throw new IOException("not sent", failures.peek());
    }
}
