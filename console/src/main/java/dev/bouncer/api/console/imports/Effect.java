package dev.bouncer.api.console.imports;

/** What a row would do to what is in force. */
public enum Effect {
    /** Somebody whom no block is in force of is blocked. */
    BLOCK("blocks", true),
    /** The block that is in force ends later. */
    EXTEND("extends the block", true),
    /** It ends earlier. */
    SHORTEN("shortens the block", true),
    /** It ends when it did, with another reason or message, or for others of an app. */
    REWORD("says anew why, or for whom", true),
    /** It is in force no more. */
    LIFT("lifts the block", true),
    /** Sessions are closed. */
    TERMINATE("closes the sessions", true),
    /** A block of that end, reason and message is in force. */
    SAME("nothing: it is so already", false),
    /** The row says that it was given before what is in force was. */
    OLDER("nothing: older than what is in force", false),
    /** A block that has ended, of somebody who is not blocked. */
    OVER("nothing: it has ended", false),
    /** An unblock of somebody who is not blocked. */
    FREE("nothing: no block is in force", false),
    /** The same row stands further up. */
    REPEATED("nothing: the same row stands above", false);

    private final String words;
    private final boolean changes;

    Effect(String words, boolean changes) {
        this.words = words;
        this.changes = changes;
    }

    /** In words, behind "it". */
    public String words() {
        return words;
    }

    /** Whether it changes anything; otherwise the row is left out. */
    public boolean changes() {
        return changes;
    }
}
