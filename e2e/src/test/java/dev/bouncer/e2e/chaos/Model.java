package dev.bouncer.e2e.chaos;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What may be in force for one user: one thing, unless the outcome of a command is unknown. Commands about one user are
 * given one after the other, so their order is that of the log.
 *
 * @param mayBeUnblocked whether the last word may be that there is no block
 * @param blocks         the blocks of which one may be the last word, by tag; null: for ever
 */
record Model(boolean mayBeUnblocked, Map<String, @Nullable Instant> blocks) {
    static final Model NOTHING = new Model(true, Map.of());

    static Map<String, Model> of(Collection<Given> given) {
        Map<String, Model> all = new HashMap<>();
        for (Given command : given) {
            if (command.onBlocklist() && command.possible())
                all.put(command.user(), all.getOrDefault(command.user(), NOTHING).after(command));
        }
        return all;
    }

    private Model after(Given command) {
        Map<String, @Nullable Instant> next = command.acknowledged()
                ? new LinkedHashMap<>()
                : new LinkedHashMap<>(blocks);
        boolean unblock = command.type() == Given.Type.UNBLOCK;
        if (!unblock) next.put(command.tag(), command.expiresAt());
        return new Model(unblock || (!command.acknowledged() && mayBeUnblocked), next);
    }

    boolean mayBeBlockedBy(String tag) {
        return blocks.containsKey(tag);
    }

    /** Whether nothing may be in force: nobody said otherwise, or it has ended. */
    boolean mayBeFree(Instant now) {
        return mayBeUnblocked || blocks.values().stream()
                .anyMatch(end -> end != null && !end.isAfter(now.plus(DoorChecker.CLOCKS)));
    }
}
