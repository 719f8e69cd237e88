package dev.bouncer.cli.audit;

import java.io.PrintStream;

import dev.bouncer.cli.client.Printable;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/** Events for people, one a line. */
public final class EventText implements EventOutput {
    private final PrintStream out;

    EventText(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(Entry.Event event) {
        out.println(line(event.record().event()));
    }

    /** For example {@code 2026-11-21T12:00:00.000Z  accepted  block chat:user:alice by backend (spam), at 3/812 of the log}. */
    public static String line(AuditEvent event) {
        return Printable.line("%s  %-9s %s".formatted(Times.format(event.at()), EventFilter.type(event), words(event)));
    }

    private static String words(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Accepted(var command, var position, var replaced, _) ->
                words(command)
                        + (replaced == null
                                ? ""
                                : ", in the place of " + (replaced.issuedBefore() == null ? "a " : "an ")
                                        + name(replaced) + " by "
                                        + replaced.actor())
                        + ", at "
                        + position.partition() + "/" + position.offset() + " of the log";
            case AuditEvent.Expired(var block, _) -> name(block) + " of " + block.subject() + " by " + block.actor();
        };
    }

    private static String words(Command command) {
        return EventFilter.command(command) + " " + command.subject() + " by " + command.actor() + end(command)
                + reason(command.reason());
    }

    private static String end(Command command) {
        return switch (command) {
            case Command.Block block when block.expiresAt() != null -> " until " + Times.format(block.expiresAt());
            case Command.Block _,Command.Unblock _,Command.Terminate _ -> "";
            case Command.Invalidate invalidate -> " of tokens issued before " + Times.format(invalidate.issuedBefore())
                    + (invalidate.expiresAt() == null ? "" : " until " + Times.format(invalidate.expiresAt()));
        };
    }

    private static String name(BlockEntry entry) {
        return entry.issuedBefore() == null ? "block" : "invalidation";
    }

    /** A block or an invalidation, for example {@code chat:user:alice until 2026-12-01T12:00:00.000Z, since … by backend (spam)}. */
    public static String line(BlockEntry block) {
        return Printable.line(block.subject()
                + (block.issuedBefore() == null ? "" : ", tokens issued before " + Times.format(block.issuedBefore()))
                + (block.expiresAt() == null ? " for ever" : " until " + Times.format(block.expiresAt())) + ", since "
                + Times.format(block.since()) + " by " + block.actor() + reason(block.reason()));
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : " (" + reason + ")";
    }
}
