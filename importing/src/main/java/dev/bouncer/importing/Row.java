package dev.bouncer.importing;

/** What a row of a file is. */
public sealed interface Row {
    /** The number of the row's first line in the file, from 1. */
    long line();

    /**
     * A command.
     *
     * @param draft the command
     * @param cut   whether its reason was longer than a command's may be, and was cut
     */
    record Usable(long line, Draft draft, boolean cut) implements Row {}

    /** The header once more, as files have it that were put together from several. */
    record RepeatedHeader(long line) implements Row {}

    /** A row whose subject the source hides. */
    record Suppressed(long line) implements Row {}

    /**
     * No command.
     *
     * @param why what was wrong and what was expected
     */
    record Unreadable(long line, String why) implements Row {}
}
