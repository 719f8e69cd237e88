package dev.bouncer.api.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.bouncer.api.console.imports.Effect;
import dev.bouncer.api.console.imports.Giving;
import dev.bouncer.api.console.imports.Plan;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.importing.Format;

/** What the pages of an import show. */
sealed interface ImportView {
    /** How many rows and commands are shown; all are counted. */
    int SHOWN = 100;
    /** The formats that files may have, the usual one first. */
    List<Format> FORMATS = List.of(Format.CSV, Format.NDJSON, Format.MEDIAWIKI_BLOCK_LOG);

    /**
     * What a file would do.
     *
     * @param actor who would be the actor of it
     * @param now   when it was compared with what is in force
     */
    record Preview(String app, Plan plan, String actor, Instant now) implements ImportView {
        boolean isEmpty() {
            return plan.rows().isEmpty() && plan.refused().isEmpty();
        }

        List<Plan.Row> rows() {
            return plan.rows().stream().limit(SHOWN).toList();
        }

        List<Plan.Refused> refused() {
            return plan.refused().stream().limit(SHOWN).toList();
        }

        /** What will happen, as a button says it: {@code Block 812 users, lift 3}. */
        String title() {
            List<String> parts = new ArrayList<>();
            for (Effect effect : plan.effects()) {
                if (effect.changes()) parts.add(part(effect, plan.subjects(effect), parts.isEmpty()));
            }
            String title = String.join(", ", parts);
            return title.isEmpty() ? "" : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
        }

        private static String part(Effect effect, Set<Subject> whom, boolean first) {
            String verb = switch (effect) {
                case BLOCK -> "block";
                case EXTEND -> "extend";
                case SHORTEN -> "shorten";
                case REWORD -> "reword";
                case LIFT -> "lift";
                case TERMINATE -> "close the sessions of";
                case SAME, OLDER, OVER, FREE, REPEATED -> throw new IllegalArgumentException(effect.name());
            };
            boolean aboutBlocks = effect != Effect.BLOCK && effect != Effect.TERMINATE;
            String noun = aboutBlocks ? "block" : noun(whom);
            String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
            return verb + ' ' + (first ? number(whom.size(), noun, plural) : number(whom.size()));
        }

        private static String noun(Set<Subject> whom) {
            Set<SubjectKind> kinds = whom.stream().map(Subject::kind).collect(Collectors.toSet());
            if (kinds.size() != 1) return "subject";
            return switch (kinds.iterator().next()) {
                case USER -> "user";
                case TOKEN -> "token";
                case IP -> "address";
                case DEVICE -> "device";
                case APP -> "app";
            };
        }
    }

    /**
     * What was done.
     *
     * @param commands all of them, to be sent once more where some are missing
     * @param refused  how many rows were refused when the file was read
     * @param idle     how many would have changed nothing
     */
    record Done(String app, Giving.Given given, String commands, int refused, int idle) implements ImportView {
        boolean isComplete() {
            return given.trouble() == null;
        }

        int missing() {
            return given.all() - given.accepted().size();
        }

        List<Command> accepted() {
            return given.accepted().stream().limit(SHOWN).toList();
        }
    }

    /** What a format is called. */
    static String words(Format format) {
        return switch (format) {
            case CSV -> "CSV";
            case NDJSON -> "NDJSON";
            case MEDIAWIKI_BLOCK_LOG -> "MediaWiki’s log of blocks";
        };
    }

    /** The type of a command, as files have it. */
    static String type(Command command) {
        return switch (command) {
            case Command.Block _ -> "block";
            case Command.Unblock _ -> "unblock";
            case Command.Terminate _ -> "terminate";
            case Command.Invalidate _ -> "invalidate";
        };
    }

    /** {@code 1,024}. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 row}, {@code 1,024 rows}. */
    static String number(long number, String one, String many) {
        return number(number) + ' ' + (number == 1 ? one : many);
    }
}
