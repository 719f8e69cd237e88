package dev.bouncer.api.doors;

import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;

/** Reads the lines of a streamed request: {@link CommandFields} about one subject each; the id may be left out. */
final class CommandLine {
    private static final Set<String> WHOM = Set.of("id", "subject");

    private final CommandFields fields;
    private final Function<LineReader.Line, UUID> ids;
    private final InstantSource clock;

    /** @param ids the id of a line's command that has none, by the line */
    CommandLine(CommandFields fields, Function<LineReader.Line, UUID> ids, InstantSource clock) {
        this.fields = fields;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The command of one line.
     *
     * @throws IllegalArgumentException if it is none
     */
    Command read(LineReader.Line from) {
        byte[] line = from.bytes();
        if (line.length == 0) throw new IllegalArgumentException("expected a JSON object, got an empty line");
        JsonObject json = StrictJson.parse(line);
        fields.check(json, WHOM);
        UUID given = json.optionalUuid("id");
        SubjectKey subject = fields.subject(json.object("subject"));
        return fields.form(json, clock.instant()).about(subject, given == null ? ids.apply(from) : given);
    }
}
