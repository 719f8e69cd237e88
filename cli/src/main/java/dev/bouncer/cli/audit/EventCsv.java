package dev.bouncer.cli.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/**
 * Events as CSV (RFC 4180) with a header. Texts come from users, and a spreadsheet takes one that begins with
 * {@code = + - @}, a tab or a line end for a formula: such a text gets an apostrophe in front, and so does one that begins
 * with an apostrophe, so that taking one away always gives the text.
 */
final class EventCsv implements EventOutput {
    private static final List<String> COLUMNS = List.of("at", "type", "command", "app", "kind", "id", "actor", "reason",
            "message", "expires_at", "issued_at", "command_id", "replaced_command_id", "source_partition",
            "source_offset", "partition", "offset", "previous", "hash", "issued_before");

    private final CsvWriter out;

    EventCsv(PrintStream out) {
        this.out = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
        this.out.writeRecord(COLUMNS);
    }

    @Override
    public void write(Entry.Event entry) {
        AuditEvent event = entry.record().event();
        var subject = event.subject().subject();
        List<String> head = List.of(Times.format(event.at()), EventFilter.type(event),
                text(EventFilter.command(event)), safe(event.subject().app()), subject.kind().wireName(),
                safe(subject.id()), safe(EventFilter.actor(event)));
        List<String> middle = switch (event) {
            case AuditEvent.Accepted(var command, var position, var replaced, _) -> List.of(safe(command.reason()),
                    safe(message(command)), time(expiresAt(command)), time(command.issuedAt()),
                    command.id().toString(), replaced == null ? "" : replaced.command().toString(),
                    Integer.toString(position.partition()), Long.toString(position.offset()));
            case AuditEvent.Expired(var block, _) -> List.of(safe(block.reason()), safe(block.message()),
                    time(block.expiresAt()), time(block.since()), block.command().toString(), "", "", "");
        };
        List<String> tail = List.of(Integer.toString(entry.partition()), Long.toString(entry.offset()),
                entry.record().previous(), entry.record().hash(), time(issuedBefore(event)));
        out.writeRecord(Stream.of(head, middle, tail).flatMap(List::stream).toList());
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String message(Command command) {
        return switch (command) {
            case Command.Block block -> block.message();
            case Command.Invalidate invalidate -> invalidate.message();
            case Command.Unblock _,Command.Terminate _ -> null;
        };
    }

    private static @Nullable Instant expiresAt(Command command) {
        return switch (command) {
            case Command.Block block -> block.expiresAt();
            case Command.Invalidate invalidate -> invalidate.expiresAt();
            case Command.Unblock _,Command.Terminate _ -> null;
        };
    }

    private static @Nullable Instant issuedBefore(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Accepted(Command.Invalidate invalidate, _, _, _) -> invalidate.issuedBefore();
            case AuditEvent.Accepted _ -> null;
            case AuditEvent.Expired(var block, _) -> block.issuedBefore();
        };
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : Times.format(time);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static String safe(@Nullable String text) {
        if (text == null || text.isEmpty() || "=+-@'\t\r\n".indexOf(text.charAt(0)) < 0) return text(text);
        return "'" + text;
    }
}
