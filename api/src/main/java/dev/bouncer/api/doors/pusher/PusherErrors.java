package dev.bouncer.api.doors.pusher;

import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.MeterRegistry;

/** Errors as SDKs of Pusher expect them: {@code {"error":"…"}} and a status. */
final class PusherErrors {
    private final MeterRegistry meters;

    PusherErrors(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The same handler, with its problems answered in this form. */
    Handler around(Handler handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (Problem problem) {
                answer(context, problem);
            }
        };
    }

    private void answer(Context context, Problem problem) {
        ProblemType type = problem.type();
        String error = switch (type) {
            case MALFORMED_REQUEST -> "Invalid request: " + problem.detail();
            case UNAUTHENTICATED -> "Authentication failed: " + problem.detail();
            case NO_SUCH_APP -> "Application not found";
            case NO_SUCH_ROUTE, METHOD_NOT_ALLOWED, TOO_MANY_REQUESTS, NOT_READY, NOT_DONE, OUTCOME_UNKNOWN,
                    BODY_TOO_LARGE, REQUEST_TIMEOUT, MISSING_SCOPE, BLOCKED, NOT_BLOCKED, NOT_INVALIDATED,
                    TOKEN_INVALIDATED, NO_SUCH_EDGE, EDGE_NOT_SILENT,
                    NO_SUCH_COMMAND,
                    IDEMPOTENCY_KEY_REUSED,
                    INTERNAL,
                    HISTORY_NOT_READY, HISTORY_NOT_CONFIGURED, SESSIONS_NOT_CONFIGURED ->
                type.title() + ": " + problem.detail();
        };
        switch (type) {
            case TOO_MANY_REQUESTS, NOT_READY, HISTORY_NOT_READY, NOT_DONE, OUTCOME_UNKNOWN ->
                context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
            // What is left of the body is not worth reading, so the connection cannot be used again.
            case BODY_TOO_LARGE, REQUEST_TIMEOUT -> context.header("Connection", "close");
            case METHOD_NOT_ALLOWED -> context.header("Allow", "POST");
            case MALFORMED_REQUEST, UNAUTHENTICATED, NO_SUCH_APP, NO_SUCH_ROUTE, MISSING_SCOPE, BLOCKED, NOT_BLOCKED,
                    NOT_INVALIDATED, TOKEN_INVALIDATED, NO_SUCH_EDGE, EDGE_NOT_SILENT, NO_SUCH_COMMAND,
                    IDEMPOTENCY_KEY_REUSED, INTERNAL, HISTORY_NOT_CONFIGURED, SESSIONS_NOT_CONFIGURED ->
                {
                }
        }
        meters.counter("bouncer.api.problems", "reason", type.slug()).increment();
        context.status(type.status()).contentType("application/json")
                .result(Json.bytes(Json.object().put("error", error + '.')));
    }
}
