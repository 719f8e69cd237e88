package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Very many blocks end at once, and while they are cleared away an instance of moderation-streams dies. */
record ExpiryRebalance(int blocks, int number, Node node) implements Fault {
    private static final Duration BLOCKED_FOR = Duration.ofSeconds(100);

    @Override
    public void apply(Scene scene) throws InterruptedException {
        Instant end = scene.history().now().plus(BLOCKED_FOR);
        scene.bulk().block("ending-" + number, blocks, end);
        Instant clearing = end.plusSeconds(Launch.EXPIRY_GRACE_SECONDS + 1);
        Duration rest = Duration.between(scene.history().now(), clearing);
        if (rest.isPositive()) Thread.sleep(rest);
        scene.cluster().kill(List.of(node));
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(3);
    }

    @Override
    public void undo(Scene scene) {
        scene.cluster().start(node);
    }

    @Override
    public String toString() {
        return blocks + " blocks end and " + node + " is killed meanwhile";
    }
}
