package dev.bouncer.e2e.chaos;

import java.util.List;

/**
 * How the nodes reach each other. There are two networks: one to Kafka, where faults happen, and one to the clients, so
 * that a node can lose Kafka while its clients stay connected.
 */
sealed interface Network permits NamespaceNetwork, LoopbackNetwork {
    /** Where brokers listen, and from where the others reach them. */
    String kafkaAddress(Node node);

    /** Where APIs, edges and health ports listen. */
    String clientAddress(Node node);

    /** The command line that runs {@code command} at that node. */
    List<String> at(Node node, List<String> command);

    /** Whether links can be cut and narrowed, and disks made small; without it the others must not be called. */
    boolean hasFaults();

    /** From now on nothing passes between that node and Kafka's network, and nobody is told. */
    void cut(Node node);

    /** From now on little passes, and late. */
    void narrow(Node node);

    /** All is well with that node's link again. */
    void mend(Node node);

    /** What it is, for the report. */
    String describe();

    /** The best there is here. */
    static Network open() {
        if (System.getenv("CHAOS_NAMESPACES") == null) return new LoopbackNetwork();
        return new NamespaceNetwork(Node.all());
    }
}
