package dev.bouncer.api.console.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.api.doors.BulkDoor;
import dev.bouncer.api.doors.CommandFields;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.contract.Command;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.importing.Draft;
import dev.bouncer.importing.Format;
import dev.bouncer.importing.Row;
import dev.bouncer.importing.RowReader;
import dev.bouncer.importing.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file and says what it would do. Each row is judged as the API would judge it; one that is refused costs nothing
 * but itself. Used once, by one thread.
 */
public final class Planner {
    /** Largest file, unpacked, in bytes. */
    public static final int MAX_FILE = 1 << 20;
    /** Most commands of a file. */
    public static final int MAX_COMMANDS = BulkDoor.MAX_SUBJECTS;
    /** Longest text of all commands, in characters: a multiple of what those of a file of that size usually take. */
    public static final int MAX_CHARACTERS = 4 * MAX_FILE;

    private final CommandFields fields;
    private final Forecast forecast;
    private final Instant now;
    private final List<Plan.Row> rows = new ArrayList<>();
    private final List<Plan.Refused> refused = new ArrayList<>();
    private long characters;
    private long cut;
    private long others;

    /**
     * For one file.
     *
     * @param view  what is in force
     * @param actor who imports it, and is the actor of all commands
     * @param now   when commands are given that do not say
     */
    public Planner(BlocklistView view, String app, String actor, Instant now) {
        this.fields = new CommandFields(app, actor);
        this.forecast = new Forecast(view, now);
        this.now = now;
    }

    /** Something is larger than the console takes. */
    public static Problem tooLarge(String what) {
        return Problem.of(ProblemType.BODY_TOO_LARGE,
                what + "; ./bouncer import on the command line takes files of any size");
    }

    /**
     * Reads it.
     *
     * @param file   as it is, or as gzip
     * @param reading names this reading of it: commands without an id of their own have ids by their rows and by this
     * @throws Problem BODY_TOO_LARGE, or MALFORMED_REQUEST if no row of it can be read
     */
    public Plan plan(byte[] file, Format format, String reading) {
        try (SourceFile source = SourceFile.of(new ByteArrayInputStream(file))) {
            byte[] text = source.content().readNBytes(MAX_FILE + 1);
            if (text.length > MAX_FILE)
                throw tooLarge(String.format(Locale.ROOT, "file: expected at most %,d bytes", MAX_FILE));
            RowReader reader = format.reader(new ByteArrayInputStream(text), fields.app(), reading);
            for (Row row = reader.next(); row != null; row = reader.next())
                take(row);
        } catch (IOException e) {
            throw Problem.malformed("file: " + e.getMessage());
        }
        return new Plan(rows, refused, cut, others);
    }

    private void take(Row row) {
        switch (row) {
            case Row.Usable usable -> take(usable);
            case Row.RepeatedHeader _ -> {
                // says nothing
            }
            case Row.Suppressed suppressed ->
                refused.add(new Plan.Refused(suppressed.line(), "the source hides the subject's name"));
            case Row.Unreadable unreadable -> refused.add(new Plan.Refused(unreadable.line(), unreadable.why()));
        }
    }

    private void take(Row.Usable row) {
        Draft draft = row.draft();
        try {
            Command command = command(draft);
            Plan.Row planned = new Plan.Row(row.line(), command, forecast.of(command, draft.issuedAt() != null),
                    settled(draft, command).json());
            add(planned);
        } catch (IllegalArgumentException e) {
            refused.add(new Plan.Refused(row.line(), String.valueOf(e.getMessage())));
            return;
        }
        if (row.cut()) cut++;
        if (draft.actor() != null && !draft.actor().equals(fields.actor())) others++;
    }

    private void add(Plan.Row row) {
        rows.add(row);
        if (rows.size() > MAX_COMMANDS)
            throw tooLarge(String.format(Locale.ROOT, "file: expected at most %,d commands", MAX_COMMANDS));
        characters += row.json().length();
        if (characters > MAX_CHARACTERS) {
            throw tooLarge(String.format(Locale.ROOT, "file: expected commands of at most %,d characters together",
                    MAX_CHARACTERS));
        }
    }

    // By the API's own reading of it, so that nothing is refused later, and nothing that the API would refuse is done.
    private Command command(Draft draft) {
        Draft unsigned = new Draft(draft.id(), draft.type(), draft.subject(), draft.expiresAt(), draft.length(),
                draft.reason(), draft.message(), null, draft.issuedAt());
        return fields.command(unsigned.json().getBytes(StandardCharsets.UTF_8), draft::id, now);
    }

    // Its length counts from now, not from when somebody has read the page.
    private static Draft settled(Draft draft, Command command) {
        return new Draft(draft.id(), draft.type(), draft.subject(), end(command), null, draft.reason(),
                draft.message(), null, command.issuedAt());
    }

    private static @Nullable Instant end(Command command) {
        return command instanceof Command.Block block ? block.expiresAt() : null;
    }
}
