package dev.bouncer.e2e;

import java.nio.file.Path;
import java.util.Map;

import dev.bouncer.standalone.EmbeddedBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A process that dies in the middle of a commit: a broker, and a producer whose transactions go to every partition. The
 * broker answers a commit when it is decided, and writes the partitions' markers after that.
 */
final class BusyBroker {
    static final String TOPIC = "busy";
    static final int PARTITIONS = 100;
    static final int DEAD = 137;

    // A transaction that was still open when the process died is given up soon.
    static final Map<String, String> SETTINGS = Map.of("num.partitions", Integer.toString(PARTITIONS),
            "auto.create.topics.enable", "true", "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private BusyBroker() {}

    public static void main(String[] args) {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0, SETTINGS);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "busy",
                        "transaction.timeout.ms", "5000"),
                new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    var _ = producer.send(new ProducerRecord<>(TOPIC, partition, null, "x"));
                }
                producer.commitTransaction();
            }
            // As SIGKILL: no hook runs, nothing is flushed.
            Runtime.getRuntime().halt(DEAD);
        } catch (RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
