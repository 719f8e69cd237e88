package dev.bouncer.contract;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to the blocklist. A command leads to exactly one {@link Accepted}; every block that was in
 * force ends by being replaced, lifted or {@link Expired}.
 */
public sealed interface AuditEvent {
    /** Whom it is about. */
    SubjectKey subject();

    /** When the moderation application saw it, by the log's clock for commands and its own for expiries. */
    Instant at();

    /** The lane of its command, whose partition it stands in. Only some {@linkplain Lane#isOnBlocklist change the blocklist}. */
    default Lane lane() {
        return switch (this) {
            case Accepted accepted -> accepted.command().lane();
            case Expired expired -> expired.block().key().lane();
        };
    }

    /**
     * What the blocklist holds in the subject's row of this {@link #lane} after it; null: nothing. Means nothing for an event
     * of a lane that is not on the blocklist, which leaves it as it is.
     */
    default @Nullable BlockEntry blockAfter() {
        return switch (this) {
            case Accepted accepted -> {
                BlockEntry entry = switch (accepted.command()) {
                    case Command.Block block -> BlockEntry.of(block);
                    case Command.Invalidate invalidate -> BlockEntry.of(invalidate);
                    case Command.Unblock unused -> null;
                    case Command.Terminate unused -> null;
                };
                yield entry != null && entry.inForceAt(accepted.at()) ? entry : null;
            }
            case Expired unused -> null;
        };
    }

    /**
     * A command was taken from the log.
     *
     * @param command  as on the topic
     * @param position where on the topic
     * @param replaced the row of its lane that was in force until then; null: none, or the command is a terminate
     */
    record Accepted(Command command, Position position, @Nullable BlockEntry replaced, Instant at)
            implements
                AuditEvent {
        /** @throws IllegalArgumentException if the time cannot be written */
        public Accepted {
            at = Times.requireWritable("at", at);
        }

        @Override
        public SubjectKey subject() {
            return command.subject();
        }
    }

    /**
     * A block's time ran out. It was not in force from its {@code expiresAt} on, whenever this was noticed.
     *
     * @param block the block that ended
     */
    record Expired(BlockEntry block, Instant at) implements AuditEvent {
        /** @throws IllegalArgumentException if the time cannot be written */
        public Expired {
            at = Times.requireWritable("at", at);
        }

        @Override
        public SubjectKey subject() {
            return block.subject();
        }
    }
}
