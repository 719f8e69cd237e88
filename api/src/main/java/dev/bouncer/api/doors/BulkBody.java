package dev.bouncer.api.doors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.bouncer.api.http.Quoted;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;

/** Reads a request that says one thing about many subjects: {@link CommandFields} with {@code subjects}. */
final class BulkBody {
    private static final Set<String> WHOM = Set.of("subjects");

    private BulkBody() {}

    /**
     * The commands, in the order of the subjects, all given at the same time.
     *
     * @param ids the ids of the commands, by their subjects
     * @throws IllegalArgumentException if the body says what cannot be; then there are no commands at all
     */
    static List<Command> read(byte[] body, CommandFields fields, Function<SubjectKey, UUID> ids, Instant now) {
        JsonObject json = StrictJson.parse(body);
        fields.check(json, WHOM);
        List<JsonObject> subjects = json.optionalObjects("subjects");
        if (subjects.isEmpty() || subjects.size() > BulkDoor.MAX_SUBJECTS) {
            throw new IllegalArgumentException(
                    "subjects: expected 1 to " + BulkDoor.MAX_SUBJECTS + " subjects, got " + subjects.size());
        }
        if (json.text("type").equals("terminate") && (json.has("only") || json.has("except")))
            throw new IllegalArgumentException("only, except: expected them about one subject alone, not about many");
        CommandFields.Form form = fields.form(json, now);
        List<Command> commands = new ArrayList<>(subjects.size());
        Set<SubjectKey> seen = new HashSet<>();
        for (int i = 0; i < subjects.size(); i++) {
            SubjectKey subject = subject(fields, subjects.get(i), i);
            if (!seen.add(subject)) {
                throw new IllegalArgumentException("subjects[" + i + "]: expected each once, got "
                        + Quoted.of(subject.subject().toString()) + " again");
            }
            commands.add(form.about(subject, ids.apply(subject)));
        }
        return commands;
    }

    private static SubjectKey subject(CommandFields fields, JsonObject subject, int index) {
        try {
            return fields.subject(subject);
        } catch (IllegalArgumentException e) {
            String what = String.valueOf(e.getMessage());
            String where = "subjects[" + index + "]";
            throw new IllegalArgumentException(what.startsWith(where) ? what : where + ": " + what, e);
        }
    }
}
