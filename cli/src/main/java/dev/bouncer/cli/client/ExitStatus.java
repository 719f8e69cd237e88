package dev.bouncer.cli.client;

/** What the process tells its caller at its end. Scripts rely on the numbers: they do not change. */
public enum ExitStatus {
    /** It is done. */
    OK(0, "done"),
    /** It is not done. */
    FAILED(1, "not done: refused or failed, the message says why"),
    /** The command line or the configuration is wrong. */
    USAGE(2, "wrong usage or configuration"),
    /** No block is in force. */
    NOT_BLOCKED(3, "no block is in force"),
    /** The API key is not accepted, or may not do that. */
    NOT_ALLOWED(4, "the API key is not accepted, or lacks the scope"),
    /** The API or its Kafka is away; nothing was done. */
    UNAVAILABLE(5, "the API, or Kafka behind it, is away; nothing was done"),
    /** It may or may not have been done. */
    UNKNOWN(6, "it is not known whether it was done; doing it again is safe"),
    /** It is done, but not all edges have confirmed it in time, or told what they were asked. */
    NOT_CONFIRMED(7, "done, but not confirmed, or not told, by every edge in time");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process's exit status. */
    public int code() {
        return code;
    }

    /** For the help. */
    public String meaning() {
        return meaning;
    }
}
