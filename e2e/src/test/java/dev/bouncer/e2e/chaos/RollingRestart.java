package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.util.List;

/** Every process is asked to end and started again, one after the other, as for an upgrade. */
record RollingRestart() implements Fault {
    @Override
    public void apply(Scene scene) throws InterruptedException {
        for (Node node : Node.all()) {
            scene.cluster().stop(node);
            scene.cluster().start(node);
            scene.cluster().awaitReady(List.of(node));
        }
    }

    @Override
    public Duration hold() {
        return Duration.ZERO;
    }

    @Override
    public void undo(Scene scene) {
        // All are back.
    }

    @Override
    public String toString() {
        return "rolling restart of everything";
    }
}
