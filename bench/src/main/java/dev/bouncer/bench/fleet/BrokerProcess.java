package dev.bouncer.bench.fleet;

import java.nio.file.Path;

import dev.bouncer.standalone.EmbeddedBroker;

/** A Kafka broker in a process of its own. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** @param arguments the folder of its log */
    public static void main(String[] arguments) {
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
            System.out.println("kafka=" + broker.bootstrapServers());
        } catch (RuntimeException e) {
            e.printStackTrace();
            // The broker's threads would keep the process.
            System.exit(1);
        }
    }
}
