package dev.bouncer.api.console.pages;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.Command;
import org.jspecify.annotations.Nullable;

/**
 * A history as it is shown.
 *
 * @param moments newest first
 * @param stale   whether something may have happened since
 */
record Timeline(List<Moment> moments, boolean stale) {
    /** Copies. */
    Timeline {
        moments = List.copyOf(moments);
    }

    /** Whether what that command did is in it. */
    boolean has(UUID command) {
        return moments.stream().anyMatch(moment -> command.equals(moment.command()));
    }

    /**
     * One thing that happened.
     *
     * @param command by which; null: by none, it ended by itself
     * @param what    in a few words
     * @param end     until when; null: for ever, or it does not last
     * @param forEver whether it is for ever
     * @param actor   who gave the command; null: it ended by itself
     */
    record Moment(@Nullable UUID command, Instant at, String what, @Nullable Instant end, boolean forEver,
            @Nullable String actor,
            @Nullable String reason, @Nullable String message) {
        static Moment of(AuditEvent event) {
            return switch (event) {
                case AuditEvent.Accepted accepted -> of(accepted);
                case AuditEvent.Expired expired -> new Moment(null, expired.block().expiresAt() == null
                        ? expired.at()
                        : expired.block().expiresAt(),
                        expired.block().issuedBefore() == null ? "The block ended" : "The invalidation ended", null,
                        false,
                        null, null, null);
            };
        }

        private static Moment of(AuditEvent.Accepted accepted) {
            boolean first = accepted.replaced() == null;
            return switch (accepted.command()) {
                case Command.Block block -> new Moment(block.id(), accepted.at(), first ? "Blocked" : "Block changed",
                        block.expiresAt(), block.expiresAt() == null, block.actor(), block.reason(), block.message());
                case Command.Unblock unblock ->
                    plain(accepted, first ? "Lifted, though nothing was in force" : "Lifted");
                case Command.Terminate terminate -> plain(accepted, "Sessions closed");
                case Command.Invalidate lift when accepted.blockAfter() == null ->
                    plain(accepted, first ? "Tokens count again, though none were invalid" : "Tokens count again");
                case Command.Invalidate invalidate -> new Moment(invalidate.id(), accepted.at(), "Tokens invalidated",
                        invalidate.expiresAt(), invalidate.expiresAt() == null, invalidate.actor(),
                        invalidate.reason(), invalidate.message());
            };
        }

        private static Moment plain(AuditEvent.Accepted accepted, String what) {
            return new Moment(accepted.command().id(), accepted.at(), what, null, false, accepted.command().actor(),
                    accepted.command().reason(), null);
        }
    }
}
