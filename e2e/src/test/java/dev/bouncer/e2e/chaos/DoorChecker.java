package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Invariants 2 and 3: who had to be out is out in time, and nobody else is. Pure; knows nothing of Bouncer's code.
 */
final class DoorChecker {
    static final Duration PROMISE = Duration.ofSeconds(5);
    /** How far clocks may be apart, with something for the way: expiry is to the clock of whoever is asked. */
    static final Duration CLOCKS = Duration.ofSeconds(3);
    /** How long an attempt whose outcome is unknown may take to arrive. */
    static final Duration ARRIVES = Duration.ofSeconds(60);
    /** How long an edge without Kafka takes anybody: its {@code stale-after}, with something for the way. */
    static final Duration STALE = Duration.ofSeconds(35);

    private final List<Excuse> excuses;
    private final Instant now;
    private final List<Violation> found = new ArrayList<>();

    private DoorChecker(List<Excuse> excuses, Instant now) {
        this.excuses = excuses;
        this.now = now;
    }

    /** @param now as of when {@code visits} were seen */
    static List<Violation> check(Collection<Given> given, Collection<Visit> visits, List<Excuse> excuses, Instant now) {
        DoorChecker checker = new DoorChecker(excuses, now);
        Map<String, List<Given>> byUser = given.stream().filter(Given::possible)
                .sorted(Comparator.comparing(Given::sentAt)).collect(Collectors.groupingBy(Given::user));
        for (Visit visit : visits) {
            checker.look(visit, byUser.getOrDefault(visit.user(), List.of()));
        }
        return checker.found;
    }

    private void look(Visit visit, List<Given> commands) {
        if (visit.welcomedAt() != null) {
            for (int i = 0; i < commands.size(); i++) {
                stayedTooLong(visit, visit.welcomedAt(), commands, i);
            }
            welcomedByStale(visit, visit.welcomedAt());
        }
        if (visit.endedAt() != null && !endedRightly(visit, visit.endedAt(), commands)) {
            violation(3, visit.user() + " was closed or refused with " + visit.code() + " on " + visit.edge() + " at "
                    + visit.endedAt(), visit, commands);
        }
    }

    private void stayedTooLong(Visit visit, Instant welcomed, List<Given> commands, int index) {
        Given command = commands.get(index);
        if (!command.acknowledged() || command.type() == Given.Type.UNBLOCK) return;
        boolean terminate = command.type() == Given.Type.TERMINATE;
        if (terminate && !welcomed.isBefore(command.sentAt().minus(CLOCKS))) return;
        Instant from = latest(welcomed, Excuse.deadline(excuses, visit.edge(), command.answeredAt(), PROMISE));
        // An unblock that arrives late, once more, counts for an edge until moderation-streams has seen it.
        if (!terminate && unblockMayArrive(commands.subList(0, index), command)) {
            from = latest(from, Excuse.deadline(excuses, visit.edge(), welcomed, PROMISE));
        }
        Instant gone = visit.endedAt() == null ? now : visit.endedAt();
        Instant until = terminate ? gone : earliest(gone, inForceUntil(commands, index));
        if (from.isBefore(until)) {
            violation(2, visit.user() + " was on " + visit.edge() + " at " + from + " in spite of " + command.tag(),
                    visit, commands);
        }
    }

    private static boolean unblockMayArrive(List<Given> earlier, Given block) {
        return earlier.stream().anyMatch(command -> command.type() == Given.Type.UNBLOCK
                && (command.doubtful() || !command.acknowledged())
                && command.answeredAt().plus(ARRIVES).isAfter(block.sentAt()));
    }

    // At least until then; who asks later may be told something else.
    private static Instant inForceUntil(List<Given> commands, int index) {
        Instant end = commands.get(index).expiresAt();
        Instant next = commands.stream().skip(index + 1L).filter(Given::onBlocklist).map(Given::sentAt).findFirst()
                .orElse(Instant.MAX);
        return end == null ? next : earliest(next, end.minus(CLOCKS));
    }

    private void welcomedByStale(Visit visit, Instant welcomed) {
        for (Excuse excuse : excuses) {
            if (excuse.what() == Excuse.What.DEAF && excuse.edge().equals(visit.edge())
                    && excuse.overlaps(welcomed, welcomed) && welcomed.isAfter(excuse.from().plus(STALE))) {
                violation(2, visit.edge() + " took " + visit.user() + " at " + welcomed + ", without Kafka since "
                        + excuse.from(), visit, List.of());
            }
        }
    }

    private boolean endedRightly(Visit visit, Instant ended, List<Given> commands) {
        Instant since = visit.welcomedAt() == null ? visit.dialedAt() : ended.minusSeconds(1);
        if (excused(visit.edge(), Excuse.What.AWAY, since, ended)) return true;
        return switch (visit.code()) {
            case Visit.LEFT -> true;
            case 4403 -> blockMayBeInForce(visit.edge(), ended, commands);
            case 4410 -> commands.stream().anyMatch(command -> command.type() == Given.Type.TERMINATE
                    && !command.sentAt().isAfter(ended) && !lastEffect(visit.edge(), command).isBefore(ended));
            case 1013 -> visit.welcomedAt() == null
                    && excused(visit.edge(), Excuse.What.DEAF, ended.minus(PROMISE), ended);
            default -> false;
        };
    }

    private boolean blockMayBeInForce(Node edge, Instant at, List<Given> commands) {
        for (int i = 0; i < commands.size(); i++) {
            Given block = commands.get(i);
            if (block.type() != Given.Type.BLOCK || block.sentAt().isAfter(at)) continue;
            Instant over = commands.stream().skip(i + 1L).filter(Given::onBlocklist).filter(Given::acknowledged)
                    .map(next -> lastEffect(edge, next)).findFirst().orElse(Instant.MAX);
            if (block.doubtful()) over = latest(over, block.answeredAt().plus(ARRIVES));
            if (block.expiresAt() != null) over = earliest(over, block.expiresAt().plus(CLOCKS));
            if (!over.isBefore(at)) return true;
        }
        return false;
    }

    private Instant lastEffect(Node edge, Given command) {
        Instant answered = command.doubtful() || !command.acknowledged()
                ? command.answeredAt().plus(ARRIVES)
                : command.answeredAt();
        return Excuse.deadline(excuses, edge, answered, PROMISE);
    }

    private boolean excused(Node edge, Excuse.What what, Instant from, Instant to) {
        // What broke in the last moment of the excuse may be seen in the next.
        return excuses.stream().anyMatch(excuse -> excuse.edge().equals(edge) && excuse.what() == what
                && excuse.overlaps(from.minusSeconds(1), to));
    }

    private void violation(int invariant, String what, Visit visit, List<Given> commands) {
        List<String> context = new ArrayList<>();
        context.add(visit.toString());
        commands.forEach(command -> context.add(command.toString()));
        excuses.stream().filter(excuse -> excuse.edge().equals(visit.edge())).map(Excuse::toString)
                .forEach(context::add);
        found.add(new Violation(invariant, what, context));
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earliest(@Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }
}
