package dev.bouncer.client;

import java.util.Arrays;

/** What the API says went wrong. The wire name is the constant's name in lower case with hyphens. */
public enum ProblemType {
    /** The request says what cannot be; the detail names it. */
    MALFORMED_REQUEST,
    /** No valid API key. */
    UNAUTHENTICATED,
    /** Of a check: the token was issued too early. */
    TOKEN_INVALIDATED,
    /** The API key may not do this. */
    MISSING_SCOPE,
    /** Of a check: one of the subjects is blocked. */
    BLOCKED,
    /** There is no such route: the address is not that of an API of Bouncer's. */
    NO_SUCH_ROUTE,
    /** The API key is not for that app. */
    NO_SUCH_APP,
    /** No block is in force. */
    NOT_BLOCKED,
    /** No invalidation is in force. */
    NOT_INVALIDATED,
    /** No such edge has announced itself. */
    NO_SUCH_EDGE,
    /** The node does not remember that command. */
    NO_SUCH_COMMAND,
    /** The route knows other methods. */
    METHOD_NOT_ALLOWED,
    /** The body did not arrive in time. */
    REQUEST_TIMEOUT,
    /** Only an edge that is silent can be forgotten. */
    EDGE_NOT_SILENT,
    /** The body is too large. */
    BODY_TOO_LARGE,
    /** The idempotency key stands for another request. */
    IDEMPOTENCY_KEY_REUSED,
    /** The key's rate, or failed authentications from the address. */
    TOO_MANY_REQUESTS,
    /** A defect of Bouncer's. */
    INTERNAL,
    /** The fleet tells no histories. */
    HISTORY_NOT_CONFIGURED,
    /** The fleet tells no live sessions. */
    SESSIONS_NOT_CONFIGURED,
    /** The node does not know what is in force, or is going away. */
    NOT_READY,
    /** A part of the history cannot be told at the moment. */
    HISTORY_NOT_READY,
    /** Kafka is away; the command is certainly not on the log. */
    NOT_DONE,
    /** Kafka did not answer in time; the command may be on the log. */
    OUTCOME_UNKNOWN,
    /** One that this version of the client does not know, or an answer that is not of Bouncer's API. */
    OTHER;

    private static final String PREFIX = "urn:bouncer:problem:";

    /** The type's URI. */
    public String uri() {
        return PREFIX + Wire.lowerCase(this).replace('_', '-');
    }

    static ProblemType ofUri(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst().orElse(OTHER);
    }
}
