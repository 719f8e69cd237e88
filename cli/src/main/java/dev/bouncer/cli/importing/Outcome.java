package dev.bouncer.cli.importing;

import java.util.Locale;

/** What became of a row. */
public enum Outcome {
    /** The command is safe on the log; of a dry run: it could be sent. */
    ACCEPTED,
    /** The header once more. */
    REPEATED_HEADER,
    /** The source hides the subject's name. */
    SUPPRESSED_NAME,
    /** It is no command. */
    UNREADABLE,
    /** The API refused the command. */
    REJECTED;

    /** In words. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
