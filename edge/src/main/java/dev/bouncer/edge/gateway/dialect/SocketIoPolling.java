package dev.bouncer.edge.gateway.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.edge.gateway.identify.Asked;
import dev.bouncer.edge.gateway.identify.Identity;
import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.identity.Authenticator;
import org.jspecify.annotations.Nullable;

/**
 * Clients of Socket.IO that begin with requests instead of a WebSocket: their CONNECT is in the body of one of them, and
 * counts for all that follow under the same {@code sid}, a WebSocket too. Thread-safe.
 */
public final class SocketIoPolling {
    /** Longest body that is looked into: a client's first one holds hardly more than its CONNECT. */
    public static final int LONGEST = 64 * 1024;

    private static final int MOST = 100_000;
    // Longer than a client may be silent, by Engine.IO's usual times.
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final String CONNECT = "40";
    private static final Pattern SEPARATOR = Pattern.compile("\u001e");

    private record Connection(Route route, String sid) {}

    private final Authenticator authenticator;
    private final Cache<Connection, Identity> known = Caffeine.newBuilder().expireAfterAccess(SILENCE)
            .maximumSize(MOST).build();

    /** @param authenticator tells whose a token is */
    public SocketIoPolling(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Whether clients of the route are identified in this way. */
    public static boolean isOn(Route route) {
        return route.config().protocol() == RouteProtocol.SOCKET_IO
                && route.config().identify().contains(Identify.FIRST_FRAMES);
    }

    /** Whether the body of such a request is to be read: it may hold a CONNECT. */
    public static boolean mayHoldConnect(Route route, String method, long length) {
        return isOn(route) && method.equals("POST") && length > 0 && length <= LONGEST;
    }

    /** Who the client of this request is by what it said in others. */
    public Identity recall(Route route, Asked asked) {
        Connection connection = connection(route, asked);
        Identity before = connection == null ? null : known.getIfPresent(connection);
        return before == null ? new Identity.Unknown() : before;
    }

    /**
     * Who it is by what it says in this one; may block.
     *
     * @return unwanted if it claims to be somebody, is not, and has to be
     */
    public Identity hear(Route route, Asked asked, byte[] body) {
        Connection connection = connection(route, asked);
        if (connection == null) return new Identity.Unknown();
        for (String packet : SEPARATOR.split(new String(body, StandardCharsets.UTF_8), -1)) {
            if (!packet.startsWith(CONNECT)) continue;
            String token = SocketIoDialect.token(packet.substring(CONNECT.length()));
            if (token == null) continue;
            if (authenticator.authenticateAnyone(route.app(), token, asked.client(),
                    route.config().claims()) instanceof Authentication.Authenticated as) {
                Identity identity = new Identity.Known(as);
                known.put(connection, identity);
                return identity;
            }
            if (route.config().require()) return new Identity.Unwanted(401);
        }
        return recall(route, asked);
    }

    private static @Nullable Connection connection(Route route, Asked asked) {
        String sid = asked.parameter(Dialects.CONNECTION);
        return sid == null ? null : new Connection(route, sid);
    }
}
