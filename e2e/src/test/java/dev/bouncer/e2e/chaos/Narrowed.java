package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** A node's link to Kafka's network takes little, and late. */
record Narrowed(Node node) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.cluster().narrow(node);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void undo(Scene scene) {
        scene.cluster().mend(node);
    }

    @Override
    public String toString() {
        return node + " has a narrow link";
    }
}
