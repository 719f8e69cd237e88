package dev.bouncer.api.doors;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.config.Scope;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;

/**
 * The native door to a reverse proxy's question, may they who are all these subjects come in:
 * {@code /v1/apps/{app}/check}. Answered from memory: 200, 403 {@code blocked}, or
 * 401 {@code token-invalidated} where the question tells when the token was issued.
 */
public final class CheckDoor implements Door {
    private static final String CHECK = "/v1/apps/{app}/check";

    private final AccessKeys access;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final InstantSource clock;

    /** @param readiness of the view */
    public CheckDoor(AccessKeys access, BlocklistView view, Supplier<Readiness> readiness, InstantSource clock) {
        this.access = access;
        this.view = view;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        // Some proxies ask with the method and, behind the path that they are given, the path and query of the request
        // that they are asked for. That query is its client's: it names no subjects.
        for (HandlerType method : HandlerType.commonHttp()) {
            routes.addHttpHandler(method, CHECK, context -> check(context, CheckedSubjects::inQueryAndHeaders));
            routes.addHttpHandler(method, CHECK + "/*", context -> check(context, CheckedSubjects::inHeaders));
        }
    }

    private void check(Context context, BiFunction<Context, String, CheckedSubjects> reading) {
        context.header("Cache-Control", "no-store");
        String app = RequestPath.of(context).segment(2);
        access.authorize(context, app, Scope.CHECK);
        CheckedSubjects subjects = Problem.unlessMalformed(() -> reading.apply(context, app));
        Instant issuedAt = Problem.unlessMalformed(() -> CheckedSubjects.tokenIssuedAt(context));
        Problem.requireReady(readiness.get());
        Instant now = clock.instant();
        BlockEntry block = view.findAny(subjects.all(), now);
        if (block == null) block = view.findOfApp(subjects.vouched(), subjects.firstSeen(), now);
        if (block != null) throw Problem.blocked(block, now);
        if (issuedAt == null) return;
        BlockEntry invalidation = view.findAnyInvalidation(subjects.all(), _ -> issuedAt, now);
        if (invalidation != null) throw Problem.tokenInvalidated(invalidation);
    }
}
