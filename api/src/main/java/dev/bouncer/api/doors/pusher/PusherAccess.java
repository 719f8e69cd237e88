package dev.bouncer.api.doors.pusher;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.api.access.Callers;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.PusherConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Who may come in by signature: the apps with Pusher's keys. Thread-safe. */
public final class PusherAccess {
    // Not a name that an API key can have.
    private static final String CALLER = ":pusher";
    private static final long MAX_SKEW_SECONDS = 600;

    private record PusherApp(String name, PusherConfig config) {}

    private final Callers callers;
    private final InstantSource clock;
    private final Map<String, PusherApp> byId = new HashMap<>();
    private final Map<String, PusherApp> byKey = new HashMap<>();

    /** Those of the apps that have a Pusher key; both ids and keys are unique among them. */
    public PusherAccess(Collection<AppConfig> apps, Callers callers, InstantSource clock) {
        this.callers = callers;
        this.clock = clock;
        for (AppConfig app : apps) {
            PusherConfig pusher = app.pusher();
            if (pusher == null) continue;
            PusherApp entry = new PusherApp(app.name(), pusher);
            byId.put(pusher.appId(), entry);
            byKey.put(pusher.key(), entry);
        }
    }

    /**
     * Decides whether the request may go on, before its body is read.
     *
     * @param appId from the path; null: the app is the key's
     * @return the app's name
     * @throws Problem NO_SUCH_APP, UNAUTHENTICATED, or TOO_MANY_REQUESTS
     */
    String authenticate(Context context, PusherQuery query, @Nullable String appId) {
        PusherApp app = appId == null ? ofKey(query) : byId.get(appId);
        if (app == null && appId != null) {
            callers.failed(context);
            throw Problem.of(ProblemType.NO_SUCH_APP, "no app has this id");
        }
        if (app == null || !app.config().key().equals(query.text(PusherQuery.KEY)))
            throw refusal(context, "Invalid auth_key");
        String expected = PusherSignature.of(app.config().secret(), context.req().getMethod(),
                context.req().getRequestURI(), query.signed());
        if (!PusherSignature.matches(expected, query.text(PusherQuery.SIGNATURE)))
            throw refusal(context, "Invalid signature");
        requireRecent(context, query.text(PusherQuery.TIMESTAMP));
        callers.succeeded(context, app.name(), CALLER);
        return app.name();
    }

    private @Nullable PusherApp ofKey(PusherQuery query) {
        String key = query.text(PusherQuery.KEY);
        return key == null ? null : byKey.get(key);
    }

    private void requireRecent(Context context, @Nullable String timestamp) {
        if (timestamp == null) throw refusal(context, "auth_timestamp is missing");
        if (!timestamp.matches("\\d{1,18}"))
            throw refusal(context, "Invalid auth_timestamp format, expected Unix seconds");
        if (Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) > MAX_SKEW_SECONDS)
            throw refusal(context, "Timestamp expired");
    }

    /**
     * Makes sure that the body is the one that was signed for.
     *
     * @throws Problem UNAUTHENTICATED, or TOO_MANY_REQUESTS
     */
    void requireSigned(Context context, PusherQuery query, byte[] body) {
        String digest = query.text(PusherQuery.BODY_DIGEST);
        if (digest == null && body.length == 0) return;
        if (digest == null) throw refusal(context, "body_md5 is required with a body");
        if (!PusherSignature.matches(PusherSignature.digest(body), digest))
            throw refusal(context, "body_md5 mismatch");
    }

    private Problem refusal(Context context, String detail) {
        callers.failed(context);
        return Problem.of(ProblemType.UNAUTHENTICATED, detail);
    }
}
