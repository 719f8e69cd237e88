package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** SIGSTOP for twenty seconds: the process is there, its sockets are open, and nothing happens. */
record Paused(Node node) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.cluster().pause(node);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void undo(Scene scene) {
        scene.cluster().resume(node);
    }

    @Override
    public String toString() {
        return "SIGSTOP to " + node;
    }
}
