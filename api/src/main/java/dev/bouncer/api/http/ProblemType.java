package dev.bouncer.api.http;

import java.util.Locale;

/**
 * What can go wrong. The type URI of RFC 9457 is {@code urn:bouncer:problem:} and the constant's name in lower case with
 * hyphens; both it and the status are part of the API.
 */
public enum ProblemType {
    /** The request says something that cannot be; the detail names what, and what was expected. */
    MALFORMED_REQUEST(400, "The request is not well-formed"),
    /** No API key, or none that this node knows. */
    UNAUTHENTICATED(401, "A valid API key is needed"),
    /** The token of those that were asked about was issued before an invalidation. */
    TOKEN_INVALIDATED(401, "The token is no longer valid"),
    /** The API key may not do this. */
    MISSING_SCOPE(403, "The API key lacks a scope"),
    /** Of those that were asked about, one is blocked. */
    BLOCKED(403, "Blocked"),
    /** There is no such route. */
    NO_SUCH_ROUTE(404, "There is no such route"),
    /** There is no such app, or none that the API key is for. */
    NO_SUCH_APP(404, "There is no such app for this API key"),
    /** No block of this subject is in force. */
    NOT_BLOCKED(404, "The subject is not blocked"),
    /** No invalidation of this subject's tokens is in force. */
    NOT_INVALIDATED(404, "The subject's tokens are not invalidated"),
    /** No edge of this id is known. */
    NO_SUCH_EDGE(404, "There is no such edge"),
    /** No command of this id and app is remembered here. */
    NO_SUCH_COMMAND(404, "There is no such command, or it is too long ago"),
    /** The route knows other methods; they are in {@code Allow}. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    /** The body did not arrive in time. */
    REQUEST_TIMEOUT(408, "The request did not arrive in time"),
    /** An edge that speaks cannot be forgotten. */
    EDGE_NOT_SILENT(409, "The edge is not silent"),
    /** The body is longer than {@code bouncer.api.max-body}. */
    BODY_TOO_LARGE(413, "The body is too large"),
    /** The {@code Idempotency-Key} was used for another request within a day. */
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key stands for another request"),
    /** The API key, or failed authentications from the address, came more often than they may. */
    TOO_MANY_REQUESTS(429, "Too many requests"),
    /** A defect of Bouncer's; the log says more. */
    INTERNAL(500, "Something went wrong here"),
    /** This fleet tells no histories: {@code bouncer.internal.secret} is not set. */
    HISTORY_NOT_CONFIGURED(501, "Histories are not configured"),
    /** This fleet tells no live sessions: {@code bouncer.internal.secret} is not set. */
    SESSIONS_NOT_CONFIGURED(501, "Live sessions are not configured"),
    /** This node does not know at the moment what is in force; another one may. */
    NOT_READY(503, "This node does not know what is in force"),
    /** Nobody can tell the whole history at the moment. */
    HISTORY_NOT_READY(503, "The history cannot be told at the moment"),
    /** The command is certainly not on the log, and never will be. */
    NOT_DONE(503, "The command was not done"),
    /** The command may or may not be on the log; to retry with the same {@code Idempotency-Key} is safe. */
    OUTCOME_UNKNOWN(503, "It is not known whether the command was done");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A sentence that is the same each time. */
    public String title() {
        return title;
    }

    /** The last part of the URI. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The URI. */
    public String uri() {
        return "urn:bouncer:problem:" + slug();
    }
}
