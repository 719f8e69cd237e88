package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Some processes are restarted with clocks that are off, two seconds between the fastest and the slowest. */
record Skewed(Map<Node, Long> millis) implements Fault {
    @Override
    public void apply(Scene scene) throws InterruptedException {
        restart(scene, millis);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void undo(Scene scene) throws InterruptedException {
        for (Node node : millis.keySet()) {
            restart(scene, Map.of(node, 0L));
        }
    }

    private static void restart(Scene scene, Map<Node, Long> skews) throws InterruptedException {
        for (Map.Entry<Node, Long> skew : skews.entrySet()) {
            scene.cluster().skew(skew.getKey(), skew.getValue());
            scene.cluster().stop(skew.getKey());
            scene.cluster().start(skew.getKey());
            scene.cluster().awaitReady(List.of(skew.getKey()));
        }
    }

    @Override
    public String toString() {
        return "clocks are off by " + millis + " ms";
    }
}
