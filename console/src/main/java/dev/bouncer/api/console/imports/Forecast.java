package dev.bouncer.api.console.imports;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.BlocklistView;
import org.jspecify.annotations.Nullable;

/**
 * What commands would do, given one after the other: the first about a subject to what is in force, each next to what those
 * before it have left. Nothing is done. One thread.
 */
final class Forecast {
    private static final Comparator<BlockEntry> BY_END = Comparator.comparing(BlockEntry::expiresAt,
            Comparator.nullsLast(Comparator.naturalOrder()));

    private final BlocklistView view;
    private final Instant now;
    private final Map<SubjectKey, State> states = new HashMap<>();
    private final Set<UUID> given = new HashSet<>();

    /** @param now by which a block is in force or over */
    Forecast(BlocklistView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    /**
     * The last word about a subject.
     *
     * @param block null: none is in force
     * @param since when that was said; null: not known
     */
    private record State(@Nullable BlockEntry block, @Nullable Instant since) {}

    /**
     * What the next command would do.
     *
     * @param dated whether it says itself when it was given
     * @throws IllegalArgumentException if no row may say that
     */
    Effect of(Command command, boolean dated) {
        State present = states.computeIfAbsent(command.subject(), this::inForce);
        Effect effect = judge(command, dated, present);
        if (!effect.changes()) return effect;
        if (!given.add(command.id())) return Effect.REPEATED;
        states.put(command.subject(), after(command, present));
        return effect;
    }

    private State inForce(SubjectKey subject) {
        BlockEntry block = view.find(subject, now);
        // That of a range that an address lies in is another block.
        return block == null || !block.subject().equals(subject)
                ? new State(null, null)
                : new State(block, block.since());
    }

    private Effect judge(Command command, boolean dated, State present) {
        if (command instanceof Command.Terminate) return Effect.TERMINATE;
        if (dated && present.since() != null && command.issuedAt().isBefore(present.since())) return Effect.OLDER;
        return switch (command) {
            case Command.Block block -> judge(BlockEntry.of(block), present.block());
            case Command.Unblock _ -> present.block() == null ? Effect.FREE : Effect.LIFT;
            case Command.Terminate _ -> Effect.TERMINATE;
            case Command.Invalidate _ -> throw notOfARow();
        };
    }

    private Effect judge(BlockEntry next, @Nullable BlockEntry present) {
        boolean lasts = next.inForceAt(now);
        if (present == null) return lasts ? Effect.BLOCK : Effect.OVER;
        if (next.command().equals(present.command())) return Effect.SAME;
        if (!lasts) return Effect.LIFT;
        int order = BY_END.compare(next, present);
        if (order != 0) return order > 0 ? Effect.EXTEND : Effect.SHORTEN;
        boolean same = Objects.equals(next.reason(), present.reason())
                && Objects.equals(next.message(), present.message()) && next.reach().equals(present.reach());
        return same ? Effect.SAME : Effect.REWORD;
    }

    private State after(Command command, State present) {
        return switch (command) {
            case Command.Block block -> {
                BlockEntry next = BlockEntry.of(block);
                yield new State(next.inForceAt(now) ? next : null, block.issuedAt());
            }
            case Command.Unblock unblock -> new State(null, unblock.issuedAt());
            case Command.Terminate _ -> present;
            case Command.Invalidate _ -> throw notOfARow();
        };
    }

    private static IllegalArgumentException notOfARow() {
        return new IllegalArgumentException("type: expected block, unblock or terminate, got invalidate");
    }
}
