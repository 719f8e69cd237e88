package dev.bouncer.edge.gateway.frames;

/**
 * What a sender did against the rules.
 *
 * @param code what to close its connection with (RFC 6455, section 7.4.1)
 * @param why  what was wrong and what was expected
 */
public record Violation(int code, String why) {
    /** The code for frames against the protocol. */
    public static final int PROTOCOL_ERROR = 1002;
    /** The code for frames and messages that are too long. */
    public static final int TOO_BIG = 1009;

    static Violation protocol(String why) {
        return new Violation(PROTOCOL_ERROR, why);
    }

    static Violation tooBig(String what, long length, long limit) {
        return new Violation(TOO_BIG, what + " of " + length + " bytes, expected at most " + limit);
    }
}
