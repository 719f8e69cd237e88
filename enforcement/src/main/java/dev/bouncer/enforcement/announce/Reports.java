package dev.bouncer.enforcement.announce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.bouncer.contract.EnforcementReport;

/**
 * Enforcements that have not been reported yet, as many as fit: while Kafka is away the newest are let go. Not
 * thread-safe.
 */
final class Reports {
    static final int MOST = 10_000;

    /**
     * Those that somebody waits for, the oldest first.
     *
     * @param end  how many there have been up to the last of them, ever
     * @param rest whether there are more behind them
     */
    record Awaited(List<EnforcementReport> reports, long end, boolean rest) {}

    private List<EnforcementReport> reports = new ArrayList<>();
    private final Deque<EnforcementReport> awaited = new ArrayDeque<>();
    private long acknowledged;

    /** @return whether there was room for it */
    boolean add(EnforcementReport report, boolean confirm) {
        if (reports.size() >= MOST) return false;
        reports.add(report);
        if (confirm && awaited.size() < MOST) awaited.add(report);
        return true;
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }

    /** All of them, once. */
    List<EnforcementReport> take() {
        List<EnforcementReport> taken = reports;
        reports = new ArrayList<>();
        return taken;
    }

    /** Those that somebody waits for, again and again until they are {@link #acknowledged}. */
    Awaited awaited(int most) {
        List<EnforcementReport> some = awaited.stream().limit(most).toList();
        return new Awaited(some, acknowledged + some.size(), awaited.size() > some.size());
    }

    /** These have been heard. */
    void acknowledged(Awaited heard) {
        for (; acknowledged < heard.end(); acknowledged++) {
            awaited.removeFirst();
        }
    }
}
