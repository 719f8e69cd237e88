package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.util.List;

/** SIGKILL, all at once, and started again a moment later. */
record Killed(List<Node> nodes, Duration hold) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.cluster().kill(nodes);
    }

    @Override
    public void undo(Scene scene) {
        nodes.forEach(scene.cluster()::start);
    }

    @Override
    public String toString() {
        return "SIGKILL to " + nodes + ", started again after " + hold.toSeconds() + " s";
    }
}
