package dev.bouncer.edge.session;

import java.time.Duration;

import dev.bouncer.config.Rate;

/** Spreads a number of turns evenly over a while: the first at once, the last one step before its end. */
final class Pace {
    private final long start = System.nanoTime();
    private final Duration over;
    private final int turns;
    private int turn;

    Pace(Duration over, int turns) {
        this.over = over;
        this.turns = turns;
    }

    /** Over how long so many turns are spread: at least that long, and at no higher rate. */
    static Duration of(Duration atLeast, Rate atMost, int turns) {
        if (atMost.isUnlimited()) return atLeast;
        Duration needed = atMost.per().multipliedBy(turns).dividedBy(atMost.times());
        return needed.compareTo(atLeast) > 0 ? needed : atLeast;
    }

    /** Waits for the next turn; one that is late comes at once. */
    void awaitTurn() throws InterruptedException {
        long due = offset(turn++).toNanos() - (System.nanoTime() - start);
        if (due > 0) Thread.sleep(Duration.ofNanos(due));
    }

    /** How long after the first a turn comes. */
    Duration offset(int number) {
        return turns == 0 ? Duration.ZERO : over.multipliedBy(number).dividedBy(turns);
    }
}
