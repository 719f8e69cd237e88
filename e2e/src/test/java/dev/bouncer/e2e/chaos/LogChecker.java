package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Invariants 1 and 4: the audit log has every acknowledged command once, and blocklist, fold of the audit log and the
 * harness's own model are one. True at rest; while commands are under way the caller asks again.
 */
final class LogChecker {
    /** By when a block that has ended must have been cleared away. */
    static final Duration CLEARED = Duration.ofSeconds(Launch.EXPIRY_GRACE_SECONDS).plus(Duration.ofSeconds(10));

    private LogChecker() {}

    /** @param blocklist what the blocklist topic shows, by user */
    static List<Violation> check(Collection<Given> given, AuditFold audit, Map<String, Fact> blocklist, Instant now) {
        List<Violation> found = new ArrayList<>();
        once(given, audit, found);
        for (String broken : audit.breaks()) {
            found.add(new Violation(4, "the audit log contradicts itself at " + broken, List.of()));
        }
        Map<String, Model> model = Model.of(given);
        Map<String, List<Given>> byUser = given.stream().collect(Collectors.groupingBy(Given::user));
        Set<String> users = new HashSet<>(model.keySet());
        users.addAll(audit.inForce().keySet());
        users.addAll(blocklist.keySet());
        for (String user : users) {
            Fact folded = audit.inForce().get(user);
            Fact shown = blocklist.get(user);
            String differs = differs(folded, shown, model.getOrDefault(user, Model.NOTHING), now);
            if (differs != null) {
                List<String> commands = byUser.getOrDefault(user, List.of()).stream().map(Given::toString).toList();
                found.add(new Violation(4, user + ": " + differs, commands));
            }
        }
        return found;
    }

    private static void once(Collection<Given> given, AuditFold audit, List<Violation> found) {
        Set<String> tags = new HashSet<>();
        for (Given command : given) {
            tags.add(command.tag());
            int times = audit.taken(command.tag());
            boolean right = switch (command.outcome()) {
                case ACKNOWLEDGED -> times == 1;
                case NOT_DONE -> times == 0;
                case UNKNOWN -> times <= 1;
            };
            if (!right) {
                found.add(new Violation(1, command.tag() + " was answered " + command.outcome()
                        + " and is in the audit log " + times + " times", List.of(command.toString())));
            }
        }
        for (String tag : audit.tags()) {
            if (!tags.contains(tag))
                found.add(new Violation(1, "nobody gave '" + tag + "', which is in the audit log", List.of()));
        }
    }

    private static @Nullable String differs(@Nullable Fact folded, @Nullable Fact shown, Model model, Instant now) {
        boolean same = folded == null ? shown == null : folded.equals(shown);
        if (!same) return "the audit log says " + folded + ", the blocklist " + shown;
        if (folded == null) return model.mayBeFree(now) ? null : "expected a block of " + model + ", found none";
        if (!model.mayBeBlockedBy(folded.tag())) return "expected " + model + ", found " + folded;
        return folded.overAt(now.minus(CLEARED)) ? "ended and was not cleared away: " + folded : null;
    }
}
