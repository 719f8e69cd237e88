package dev.bouncer.bench.kick;

import java.io.IOException;
import java.nio.file.Path;

import dev.bouncer.bench.floor.BareConsumer;
import dev.bouncer.bench.floor.BareProducer;
import dev.bouncer.bench.floor.BareTopic;
import dev.bouncer.bench.floor.PlainServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.report.Figures;

/**
 * What a kick takes at least, where a command is to be on a log first: bare Kafka, from a producer (acks=all) to a tailing
 * consumer in another process, and from the same HTTP request to the close frame on a plain Javalin server.
 */
final class Floor implements AutoCloseable {
    static final String KAFKA = "bare Kafka";
    static final String PLAIN = "plain Javalin";
    static final String BOTH = "floor";

    /** On a broker of our own. */
    static final String TOPIC = "bench.floor";

    // As long as the record of a block.
    private static final int RECORD = 300;

    private final Load load;
    private final Child plain;
    private final Child consumer;
    private final Child producer;
    private final int port;

    private Floor(Load load, Child plain, Child consumer, Child producer, int port) {
        this.load = load;
        this.plain = plain;
        this.consumer = consumer;
        this.producer = producer;
        this.port = port;
    }

    /**
     * @param kafka the broker, the same as what is measured uses
     * @param topic that is made
     */
    static Floor start(Load load, String kafka, String topic, Path dir) throws IOException, InterruptedException {
        BareTopic.create(kafka, topic);
        Child plain = Child.java("plain", dir, PlainServer.class);
        int port = Integer.parseInt(plain.awaitLine("port="));
        Child consumer = Child.java("consumer", dir, BareConsumer.class, kafka, topic);
        consumer.awaitLine("tailing");
        Child producer = Child.java("producer", dir, BareProducer.class, kafka, topic);
        producer.awaitLine("connected");
        return new Floor(load, plain, consumer, producer, port);
    }

    /** One round, of as many users and commands as what is measured. */
    void measure(Figures figures, String prefix, int users, int rate, int commands) throws IOException {
        Percentiles kafka = kafka(rate, commands);
        load.connectPlain(prefix, port, users);
        Percentiles kick = load.kickPlain(port, rate, commands).getFirst();
        figures.add(KAFKA, "p50", kafka.p50());
        figures.add(KAFKA, "p99", kafka.p99());
        figures.add(KAFKA, "max", kafka.max());
        figures.add(PLAIN, "p50", kick.p50());
        figures.add(PLAIN, "p99", kick.p99());
        figures.add(PLAIN, "max", kick.max());
        figures.add(BOTH, "p50", kafka.p50() + kick.p50());
        figures.add(BOTH, "p99", kafka.p99() + kick.p99());
        figures.add(BOTH, "max", kafka.max() + kick.max());
    }

    /** Both parts at once: neither is to be cold, and neither is measured. */
    void warmUp(String prefix, int rate, int commands) throws IOException {
        consumer.tell(Integer.toString(commands));
        String order = commands + " " + rate + ' ' + RECORD;
        producer.tell(order);
        load.connectPlain(prefix, port, commands);
        load.kickPlain(port, rate, commands);
        producer.answer(order);
        consumer.answer("records");
    }

    private Percentiles kafka(int rate, int commands) throws IOException {
        consumer.tell(Integer.toString(commands));
        producer.ask(commands + " " + rate + ' ' + RECORD);
        return Percentiles.of(consumer.answer("records"), 0);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        plain.close();
    }
}
