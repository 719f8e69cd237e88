package dev.bouncer.api.console.imports;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;

/**
 * What a file would do.
 *
 * @param rows    those that are commands, in the file's order
 * @param refused the others
 * @param cut     how many reasons are longer than a command's may be, and are cut
 * @param others  how many rows name another actor than whoever imports them
 */
public record Plan(List<Row> rows, List<Refused> refused, long cut, long others) {
    /**
     * A row that is a command.
     *
     * @param line of the file, from 1
     * @param json the command as a line of {@code POST /v1/apps/{app}/commands} says it, with its id, time and end; without
     *             an actor
     */
    public record Row(long line, Command command, Effect effect, String json) {}

    /**
     * A row that is none.
     *
     * @param line of the file, from 1
     * @param why  what was wrong and what was expected
     */
    public record Refused(long line, String why) {}

    /** Copies. */
    public Plan {
        rows = List.copyOf(rows);
        refused = List.copyOf(refused);
    }

    /** How many rows have that effect. */
    public long count(Effect effect) {
        return rows.stream().filter(row -> row.effect() == effect).count();
    }

    /** Whom rows of that effect are about. */
    public Set<Subject> subjects(Effect effect) {
        return rows.stream().filter(row -> row.effect() == effect).map(row -> row.command().subject().subject())
                .collect(Collectors.toSet());
    }

    /** The effects that rows have. */
    public Set<Effect> effects() {
        return rows.stream().map(Row::effect).collect(Collectors.toCollection(() -> EnumSet.noneOf(Effect.class)));
    }

    /** Whether any row would change anything. */
    public boolean changesAnything() {
        return rows.stream().anyMatch(row -> row.effect().changes());
    }

    /** How many rows would change nothing. */
    public long idle() {
        return rows.stream().filter(row -> !row.effect().changes()).count();
    }

    /** Whether anything would be done about the app itself. */
    public boolean isAboutTheApp() {
        return rows.stream().anyMatch(
                row -> row.effect().changes() && row.command().subject().subject().kind() == SubjectKind.APP);
    }

    /** The commands of what would be done, one a line. */
    public String commands() {
        return rows.stream().filter(row -> row.effect().changes()).map(row -> row.json() + '\n')
                .collect(Collectors.joining());
    }
}
