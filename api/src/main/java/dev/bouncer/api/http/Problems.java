package dev.bouncer.api.http;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what went wrong becomes an answer: problem details as RFC 9457 has them, always. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String PROBLEM_HEADER = "Bouncer-Problem";
    private static final int MAX_PROBLEM_HEADER = 2048;
    private static final String RETRY_AFTER_SECONDS = "2";

    private final MeterRegistry meters;

    Problems(MeterRegistry meters) {
        this.meters = meters;
    }

    void addTo(JavalinConfig javalin) {
        javalin.routes.exception(Problem.class, (problem, context) -> answer(context, problem));
        javalin.routes.exception(HttpResponseException.class, this::answerRouting);
        javalin.routes.exception(InvalidStateStoreException.class,
                (failure, context) -> answer(context, rebuilding(failure)));
        javalin.routes.exception(Exception.class, (failure, context) -> answer(context, internal(failure)));
        javalin.router.javaLangErrorHandler((response, error) -> answer(response, internal(error)));
        javalin.jetty.modifyServer(server -> server.setErrorHandler(this::answerRefused));
    }

    private void answer(Context context, Problem problem) {
        ProblemType type = problem.type();
        switch (type) {
            case UNAUTHENTICATED -> context.header("WWW-Authenticate", "Bearer");
            case NOT_READY, HISTORY_NOT_READY, NOT_DONE, OUTCOME_UNKNOWN, TOO_MANY_REQUESTS ->
                context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
            case BLOCKED -> {
                if (problem.retryAfterSeconds() > 0)
                    context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
                context.header(PROBLEM_HEADER, forHeader(problem));
            }
            case TOKEN_INVALIDATED -> {
                // In the words of RFC 6750, for the client of whoever asks.
                context.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                context.header(PROBLEM_HEADER, forHeader(problem));
            }
            // What is left of the body is not worth reading, so the connection cannot be used again.
            case BODY_TOO_LARGE, REQUEST_TIMEOUT -> context.header("Connection", "close");
            case MALFORMED_REQUEST, MISSING_SCOPE, NO_SUCH_ROUTE, NO_SUCH_APP, NOT_BLOCKED, NOT_INVALIDATED,
                    NO_SUCH_EDGE,
                    EDGE_NOT_SILENT,
                    NO_SUCH_COMMAND, METHOD_NOT_ALLOWED,
                    IDEMPOTENCY_KEY_REUSED, INTERNAL, HISTORY_NOT_CONFIGURED, SESSIONS_NOT_CONFIGURED ->
                {
                }
        }
        count(type.slug());
        context.status(type.status()).contentType(MEDIA_TYPE).result(Json.bytes(json(problem)));
    }

    private void answerRouting(HttpResponseException failure, Context context) {
        if (failure instanceof MethodNotAllowedResponse) {
            String allowed = failure.getDetails().values().stream().findFirst().orElse("");
            context.header("Allow", allowed);
            answer(context, Problem.of(ProblemType.METHOD_NOT_ALLOWED, "expected one of " + allowed));
        } else {
            answer(context, Problem.of(ProblemType.NO_SUCH_ROUTE, "the path leads nowhere"));
        }
    }

    private void answer(HttpServletResponse response, Problem problem) {
        if (response.isCommitted()) return;
        count(problem.type().slug());
        response.setStatus(problem.type().status());
        response.setContentType(MEDIA_TYPE);
        try {
            response.getOutputStream().write(Json.bytes(json(problem)));
        } catch (IOException e) {
            log.atDebug().setCause(e).log("nobody to answer");
        }
    }

    // A node that was ready when it was asked may close its store to rebuild it before it has answered.
    private static Problem rebuilding(InvalidStateStoreException failure) {
        log.atInfo().addKeyValue("error", failure.getMessage())
                .log("the blocklist store was closed while it was asked");
        return Problem.of(ProblemType.NOT_READY, "this node is rebuilding its blocklist; another one may know");
    }

    private static Problem internal(Throwable failure) {
        log.atError().setCause(failure).log("request failed");
        return Problem.of(ProblemType.INTERNAL, "this is a defect of Bouncer's; its log says more");
    }

    /** What the server itself refuses, before any route: a malformed request line, headers too large, shutting down. */
    private boolean answerRefused(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object reason = request.getAttribute(org.eclipse.jetty.server.handler.ErrorHandler.ERROR_MESSAGE);
        ObjectNode json = switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> json(Problem.malformed(reason == null ? "bad request" : "" + reason));
            case HttpStatus.INTERNAL_SERVER_ERROR_500 -> json(internal(refusal(request)));
            // Before any handler: whoever sent a command must learn that it was not done.
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> json(Problem.of(ProblemType.NOT_READY,
                    "this node is going away and did nothing; another one may"));
            default -> json("about:blank", HttpStatus.getMessage(status), status, null);
        };
        count("http-" + status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503)
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        response.write(true, ByteBuffer.wrap(Json.bytes(json)), callback);
        return true;
    }

    private static Throwable refusal(Request request) {
        return request.getAttribute(
                org.eclipse.jetty.server.handler.ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure
                        ? failure
                        : new IllegalStateException("the server failed without saying why");
    }

    private void count(String reason) {
        meters.counter("bouncer.api.problems", "reason", reason).increment();
    }

    // nginx shows an answer's headers to its configuration, but not the body; and 4 KiB must be enough for all of them.
    private static String forHeader(Problem problem) {
        ObjectNode json = json(problem);
        String text = Json.ascii(json);
        return text.length() <= MAX_PROBLEM_HEADER ? text : Json.ascii(json.without("message"));
    }

    private static ObjectNode json(Problem problem) {
        ProblemType type = problem.type();
        ObjectNode json = json(type.uri(), type.title(), type.status(), problem.detail());
        Json.putTime(json, "until", problem.until());
        Json.putText(json, "message", problem.message());
        if (problem.command() != null) json.put("command", problem.command().toString());
        return json;
    }

    private static ObjectNode json(String type, String title, int status, @Nullable String detail) {
        ObjectNode json = Json.object().put("type", type).put("title", title).put("status", status);
        Json.putText(json, "detail", detail);
        return json;
    }
}
