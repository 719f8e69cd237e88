package dev.bouncer.api.doors.centrifugo;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.AppKey;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.contract.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for Centrifugo's server HTTP API: {@code POST /api/METHOD} with the parameters, and {@code POST /api} with
 * requests that name their method, one a line. The API key decides the app.
 */
public final class CentrifugoDoor implements Door {
    private static final Logger log = LoggerFactory.getLogger(CentrifugoDoor.class);
    private static final String ROOT = "/api";

    private final AccessKeys access;
    private final RequestBody body;
    private final Requests requests;

    /** @param ids makes the ids of commands */
    public CentrifugoDoor(AccessKeys access, RequestBody body, CommandIntake intake, LiveEdges edges,
            Supplier<UUID> ids, InstantSource clock) {
        this.access = access;
        this.body = body;
        this.requests = new Requests(intake, new Connections(edges), ids, clock);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // All methods, since what Centrifugo has no route for is answered in its form too.
        for (String path : List.of(ROOT, ROOT + "/*")) {
            routes.post(path, this::handle).get(path, this::handle).head(path, this::handle).put(path, this::handle)
                    .patch(path, this::handle).delete(path, this::handle).options(path, this::handle);
        }
    }

    private void handle(Context context) {
        String path = context.req().getRequestURI();
        Method method = path.equals(ROOT) ? null : Method.ofPath(path.substring(ROOT.length() + 1));
        if (method == null && !path.equals(ROOT)) {
            text(context, 404, "404 page not found");
            return;
        }
        if (!context.req().getMethod().equals("POST")) {
            context.status(405).header("Allow", "POST");
            return;
        }
        try {
            AppKey caller = access.authenticate(context, Credential.of(context));
            byte[] said = body.read(context);
            answer(context, caller, Problem.unlessMalformed(() -> read(method, said)));
        } catch (Problem problem) {
            refuse(context, problem);
        }
    }

    private static List<RequestLine> read(@Nullable Method method, byte[] body) {
        return method == null
                ? RequestLine.readAll(body)
                : List.of(new RequestLine(0, Request.read(method, JsonObject.parse(body))));
    }

    private void answer(Context context, AppKey caller, List<RequestLine> lines) {
        // All are given before any is waited for.
        List<CompletableFuture<Reply>> given = lines.stream().map(line -> requests.perform(caller, line.request()))
                .toList();
        List<Reply> replies = given.stream().map(CompletableFuture::join).toList();
        context.contentType("application/json");
        // One status cannot speak for several.
        if (replies.size() == 1 && replies.getFirst() instanceof Reply.Failed(ApiError error) && wantsStatus(context)) {
            context.status(error.status()).result(Json.bytes(error.json()));
            return;
        }
        StringJoiner answers = new StringJoiner("\n");
        for (int i = 0; i < replies.size(); i++) {
            answers.add(lines.get(i).answer(replies.get(i)).toString());
        }
        context.result(answers.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean wantsStatus(Context context) {
        return "transport".equals(context.header("X-Centrifugo-Error-Mode"));
    }

    private static void refuse(Context context, Problem problem) {
        log.atDebug().addKeyValue("error", problem.detail()).log("refused");
        context.status(problem.type().status());
        switch (problem.type()) {
            case MALFORMED_REQUEST -> text(context, 400, "Bad Request");
            case TOO_MANY_REQUESTS -> context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
            // What is left of the body is not worth reading, so the connection cannot be used again.
            case BODY_TOO_LARGE, REQUEST_TIMEOUT -> context.header("Connection", "close");
            case UNAUTHENTICATED, TOKEN_INVALIDATED, MISSING_SCOPE, NO_SUCH_ROUTE, NO_SUCH_APP, BLOCKED, NOT_BLOCKED,
                    NOT_INVALIDATED, NO_SUCH_EDGE,
                    EDGE_NOT_SILENT,
                    NO_SUCH_COMMAND, METHOD_NOT_ALLOWED,
                    IDEMPOTENCY_KEY_REUSED, INTERNAL, NOT_READY, HISTORY_NOT_READY, HISTORY_NOT_CONFIGURED,
                    SESSIONS_NOT_CONFIGURED, NOT_DONE,
                    OUTCOME_UNKNOWN ->
                {
                }
        }
    }

    private static void text(Context context, int status, String text) {
        context.status(status).contentType("text/plain; charset=utf-8").result(text + '\n');
    }
}
