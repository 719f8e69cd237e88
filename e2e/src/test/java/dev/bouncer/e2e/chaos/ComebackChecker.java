package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Invariant 5: every process comes back ready without a hand, and soon enough. */
final class ComebackChecker {
    static final Duration COMES_BACK = Duration.ofSeconds(150);

    private ComebackChecker() {}

    static List<Violation> check(Collection<Comeback> comebacks, Instant now) {
        List<Violation> found = new ArrayList<>();
        for (Comeback comeback : comebacks) {
            if (isLate(comeback.from(), comeback.readyAt() == null ? now : comeback.readyAt())) {
                found.add(new Violation(5, "not within " + COMES_BACK + " of " + comeback.from() + ": "
                        + comeback.what(), List.of(comeback.toString())));
            }
        }
        return found;
    }

    static boolean isLate(Instant from, Instant readyAt) {
        return readyAt.isAfter(from.plus(COMES_BACK));
    }
}
