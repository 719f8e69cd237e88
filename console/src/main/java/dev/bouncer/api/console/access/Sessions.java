package dev.bouncer.api.console.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.console.web.Cookies;
import dev.bouncer.api.http.Json;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.contract.JsonObject;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in, held by their browsers: any node of the fleet with the same secret knows them, and none remembers them. A session
 * ends with its time, with another secret, and with the key or the grants that it came by. Thread-safe.
 */
public final class Sessions {
    private static final String COOKIE = "bouncer_console";
    private static final String PURPOSE = "session";

    private final Seals seals;
    private final Cookies cookies;
    private final Roles roles;
    private final Duration length;
    private final InstantSource clock;

    /** @param length how long one lasts */
    public Sessions(Seals seals, Cookies cookies, Roles roles, Duration length, InstantSource clock) {
        this.seals = seals;
        this.cookies = cookies;
        this.roles = roles;
        this.length = length;
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @return whether there is anything that they may do; without, none is begun
     */
    public boolean begin(Context context, Identity identity) {
        if (roles.of(identity).isEmpty()) return false;
        ObjectNode session = Json.object().put("id", Tokens.fresh());
        Json.putTime(session, "until", clock.instant().plus(length));
        identity.putInto(session);
        // Not strict: who follows a link out of a ticket is to arrive.
        cookies.set(context, COOKIE, seals.seal(PURPOSE, session), length, Cookies.SameSite.LAX);
        return true;
    }

    /** Who the request comes from; null: nobody who has signed in. */
    public @Nullable SignedIn find(Context context) {
        JsonObject session = seals.open(PURPOSE, cookies.get(context, COOKIE));
        if (session == null) return null;
        Instant until = session.time("until");
        if (!clock.instant().isBefore(until)) return null;
        Identity identity = Identity.read(session);
        SortedMap<String, ConsoleRole> may = roles.of(identity);
        return may.isEmpty() ? null : new SignedIn(session.text("id"), identity, may);
    }

    /** Ends the session in this browser. */
    public void end(Context context) {
        cookies.clear(context, COOKIE);
    }
}
