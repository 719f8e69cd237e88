package dev.bouncer.cli.importing;

import java.util.EnumMap;
import java.util.Map;

/** How many rows became what. One thread. */
public final class Tally {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long cut;
    private boolean stopped;

    void add(Outcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    void addCut() {
        cut++;
    }

    void stop() {
        stopped = true;
    }

    /** How many rows became that. */
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** How many commands have a reason that was cut, since it was longer than a command's may be. */
    public long cut() {
        return cut;
    }

    /** Whether a bad row ended the import before the end of the file. */
    public boolean stopped() {
        return stopped;
    }
}
