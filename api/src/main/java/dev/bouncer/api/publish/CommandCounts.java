package dev.bouncer.api.publish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.contract.Command;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of the commands of each door. Each counter is looked for in the registry once: to find it by its tags again
 * takes longer than to count. Thread-safe.
 */
final class CommandCounts {
    private record Kind(String type, String outcome, String door) {}

    private final MeterRegistry meters;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    CommandCounts(MeterRegistry meters) {
        this.meters = meters;
    }

    void given(Command command, Outcome outcome, String door) {
        count(new Kind(type(command), outcome(outcome), door));
    }

    /** The outcome in one word. */
    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Published _ -> "accepted";
            case Outcome.NotDone _ -> "not_done";
            case Outcome.Unknown _ -> "unknown";
        };
    }

    void rejected(String door) {
        count(new Kind("invalid", "rejected", door));
    }

    /** The command's type, as on the log. */
    static String type(Command command) {
        return switch (command) {
            case Command.Block _ -> "block";
            case Command.Unblock _ -> "unblock";
            case Command.Terminate _ -> "terminate";
            case Command.Invalidate _ -> "invalidate";
        };
    }

    private void count(Kind kind) {
        counters.computeIfAbsent(kind, this::counter).increment();
    }

    private Counter counter(Kind kind) {
        return Counter.builder("bouncer.commands").tag("type", kind.type()).tag("outcome", kind.outcome())
                .tag("door", kind.door()).description("Commands that were given, by what became of them")
                .register(meters);
    }
}
