package dev.bouncer.enforcement.announce;

import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.EnforcementReport;

/**
 * Enforcements that have not been reported yet, as many as fit: while Kafka is away the newest are let go. Not
 * thread-safe.
 */
final class Reports {
    static final int MOST = 10_000;

    private List<EnforcementReport> reports = new ArrayList<>();
    private List<EnforcementReport> confirmed = new ArrayList<>();

    /** @return whether there was room for it */
    boolean add(EnforcementReport report, boolean confirm) {
        if (reports.size() >= MOST) return false;
        reports.add(report);
        if (confirm && confirmed.size() < MOST) confirmed.add(report);
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

    /** Those that somebody waits for, once. */
    List<EnforcementReport> takeConfirmed(int most) {
        List<EnforcementReport> taken = List.copyOf(confirmed.subList(0, Math.min(most, confirmed.size())));
        confirmed = new ArrayList<>(confirmed.subList(taken.size(), confirmed.size()));
        return taken;
    }
}
