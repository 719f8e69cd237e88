package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** Very many commands at once, through both APIs, beside the workload's. */
record Burst(int commands, int number) implements Fault {
    private static final Duration BLOCKED_FOR = Duration.ofMinutes(1);

    @Override
    public void apply(Scene scene) throws InterruptedException {
        scene.bulk().block("burst-" + number, commands, scene.history().now().plus(BLOCKED_FOR));
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void undo(Scene scene) {
        // They are given.
    }

    @Override
    public String toString() {
        return "a burst of " + commands + " commands";
    }
}
