package dev.bouncer.cli.audit;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; null: any.
 *
 * @param type    {@code accepted} or {@code expired}
 * @param command {@code block}, {@code unblock}, {@code terminate} or {@code invalidate}; then expiries are not wanted
 * @param from    events from then on
 * @param to      events before then
 */
public record EventFilter(@Nullable String app, @Nullable Subject subject, @Nullable SubjectKind kind,
        @Nullable String actor, @Nullable String type, @Nullable String command, @Nullable Instant from,
        @Nullable Instant to) implements Predicate<AuditEvent> {
    /** All events. */
    public static final EventFilter ALL = new EventFilter(null, null, null, null, null, null, null, null);

    /** @throws IllegalArgumentException if the type or the command is none */
    public EventFilter {
        require("--type", type, "accepted", "expired");
        require("--command", command, "block", "unblock", "terminate", "invalidate");
    }

    private static void require(String option, @Nullable String value, String... allowed) {
        if (value == null || List.of(allowed).contains(value)) return;
        throw new IllegalArgumentException(
                option + ": expected " + String.join(" or ", allowed) + ", got '" + value + "'");
    }

    @Override
    public boolean test(AuditEvent event) {
        return wanted(app, event.subject().app()) && wanted(subject, event.subject().subject())
                && wanted(kind, event.subject().subject().kind()) && wanted(actor, actor(event))
                && wanted(type, type(event)) && wanted(command, command(event))
                && (from == null || !event.at().isBefore(from)) && (to == null || event.at().isBefore(to));
    }

    private static boolean wanted(@Nullable Object asked, @Nullable Object found) {
        return asked == null || asked.equals(found);
    }

    static String actor(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Accepted accepted -> accepted.command().actor();
            case AuditEvent.Expired expired -> expired.block().actor();
        };
    }

    static String type(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Accepted _ -> "accepted";
            case AuditEvent.Expired _ -> "expired";
        };
    }

    static @Nullable String command(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Accepted accepted -> command(accepted.command());
            case AuditEvent.Expired _ -> null;
        };
    }

    static String command(Command command) {
        return switch (command) {
            case Command.Block _ -> "block";
            case Command.Unblock _ -> "unblock";
            case Command.Terminate _ -> "terminate";
            case Command.Invalidate _ -> "invalidate";
        };
    }
}
