package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** Records that are no commands, between those that are. */
record Poison(int records, long seed) implements Fault {
    @Override
    public void apply(Scene scene) throws InterruptedException {
        scene.producer().poison(records, seed);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void undo(Scene scene) {
        // They stay.
    }

    @Override
    public String toString() {
        return records + " poison records";
    }
}
