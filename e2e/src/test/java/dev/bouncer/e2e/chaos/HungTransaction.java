package dev.bouncer.e2e.chaos;

import java.time.Duration;

/** Somebody else's transaction on the commands topic stays open, and is aborted in the end. */
record HungTransaction(int number) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.producer().beginHanging(number);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void undo(Scene scene) {
        scene.producer().abortHanging();
    }

    @Override
    public String toString() {
        return "a foreign transaction hangs on the commands topic";
    }
}
