package dev.bouncer.api.doors.pusher;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.http.RequestPath;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's door: {@code POST /apps/{app_id}/users/{user_id}/terminate_connections}, signed. One SDK leaves
 * {@code /apps/{app_id}} away; the app is then the key's.
 */
public final class PusherDoor implements Door {
    private static final String DOOR = "pusher";
    // Not a parameter: an empty id is to be told from another path.
    private static final String USER = "/users/*/terminate_connections";
    private static final List<HandlerType> OTHER_METHODS = List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.PUT,
            HandlerType.PATCH, HandlerType.DELETE, HandlerType.OPTIONS);

    private final PusherAccess access;
    private final RequestBody body;
    private final CommandIntake intake;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final PusherErrors errors;

    /** @param ids makes the ids of commands */
    public PusherDoor(PusherAccess access, RequestBody body, CommandIntake intake, Supplier<UUID> ids,
            InstantSource clock, MeterRegistry meters) {
        this.access = access;
        this.body = body;
        this.intake = intake;
        this.ids = ids;
        this.clock = clock;
        this.errors = new PusherErrors(meters);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        addTo(routes, "/apps/{app_id}" + USER, 3);
        addTo(routes, USER, 1);
    }

    private void addTo(RoutesConfig routes, String path, int user) {
        routes.post(path, guarded(user, context -> terminate(context, user)));
        Handler refuse = guarded(user, _ -> {
            throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, "expected POST");
        });
        OTHER_METHODS.forEach(method -> routes.addHttpHandler(method, path, refuse));
    }

    private Handler guarded(int user, Handler handler) {
        return errors.around(context -> {
            // The user, what follows, and what stands before the first slash.
            if (context.req().getRequestURI().split("/", -1).length != user + 3)
                throw Problem.of(ProblemType.NO_SUCH_ROUTE, "the path leads nowhere");
            handler.handle(context);
        });
    }

    private void terminate(Context context, int user) {
        RequestPath path = RequestPath.of(context);
        PusherQuery query = PusherQuery.parse(context.req().getQueryString());
        String app = access.authenticate(context, query, appId(path, user));
        byte[] said = body.read(context);
        access.requireSigned(context, query, said);
        Command command = Problem.unlessMalformed(
                () -> UserCommand.of(ids.get(), subject(app, path.segment(user)), said, clock.instant()));
        switch (intake.give(command, DOOR).join()) {
            case Outcome.Published _ -> Json.answer(context, Json.object());
            case Outcome.NotDone notDone -> throw Problem.notDone(notDone.why());
            case Outcome.Unknown unknown -> throw Problem.of(ProblemType.OUTCOME_UNKNOWN,
                    unknown.why() + "; it may still take effect. To send it again is safe");
        }
    }

    private static @Nullable String appId(RequestPath path, int user) {
        return user == 1 ? null : path.segment(1);
    }

    private static SubjectKey subject(String app, String user) {
        if (user.isEmpty()) throw new IllegalArgumentException("'user_id' cannot be empty");
        return SubjectKey.of(app, SubjectKind.USER, user);
    }
}
