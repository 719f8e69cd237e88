package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** Nothing passes between a node and Kafka's network, both ways; its clients stay connected. */
record Cut(Node node) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.cluster().cut(node);
    }

    /** Long enough for an edge to become stale. */
    @Override
    public Duration hold() {
        return Duration.ofSeconds(node.kind() == Node.Kind.EDGE ? 45 : 25);
    }

    @Override
    public void undo(Scene scene) {
        scene.cluster().mend(node);
    }

    @Override
    public String toString() {
        return node + " is cut off from Kafka's network";
    }
}
