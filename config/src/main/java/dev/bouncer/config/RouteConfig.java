package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.apps.<app>.routes.<name>}: a server of somebody else's that an edge stands in front of.
 *
 * @param name          names the route, in metrics and logs
 * @param path          {@code path}: what it is for: a path, or the beginning of one, up to the slash before a final {@code *}
 * @param addresses     {@code upstream}: where it leads, {@code ws://host:port} or {@code wss://host:port}, each perhaps with
 *                      a path, which then stands in the place of the route's own, up to the {@code *}
 * @param balance       {@code balance}: which upstream a client is given
 * @param identify      {@code identify}: how it is found out who a client is; the first that yields wins
 * @param jwtFrom       {@code jwt-from}: where clients put their token, the first that has one
 * @param claims        {@code claims}: what names whom in a token
 * @param forwardAuth   {@code forward-auth}: whom {@link Identify#FORWARD_AUTH} asks
 * @param require       {@code require}: whether a client that is nobody is turned away
 * @param requireWithin {@code require-within}: how long it may be nobody, where it may still turn out who it is
 * @param protocol      {@code protocol}: what is spoken, as far as the edge must know
 * @param deviceHeader  {@code device-header}: the request's header that names the client's device; null: none
 * @param limits        {@code limits}: what a client may send
 * @param timeout       {@code timeout}: how long the upstream may take to answer, and be silent in an answer that is no
 *                      WebSocket
 * @param health        {@code health}: how it is found out whether an upstream is there
 */
public record RouteConfig(String name, String path, List<URI> addresses, Balance balance, Set<Identify> identify,
        List<TokenPlace> jwtFrom, ClaimNames claims, @Nullable ForwardAuth forwardAuth, boolean require,
        Duration requireWithin, RouteProtocol protocol, @Nullable String deviceHeader, RouteLimits limits,
        Duration timeout, UpstreamHealth health) {
    /** The beginnings of paths that an edge answers itself, whatever routes there are. */
    public static final List<String> OWN_PATHS = List.of("/v1/apps/", "/health/", "/metrics");

    private static final Pattern PATH = Pattern.compile("/[^?#*\\s\\p{Cntrl}]*\\*?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** Which upstream a client is given, of those that are there. */
    public enum Balance {
        /** One after the other. */
        ROUND_ROBIN,
        /** The one with the fewest connections of this node. */
        LEAST_CONNECTIONS,
        /** By the client's address, so that it gets the same one each time. */
        CLIENT_ADDRESS
    }

    /** How it is found out who a client is. */
    public enum Identify {
        /** By a token in its request. */
        JWT,
        /** By what the application answers to a request about it. */
        FORWARD_AUTH,
        /** By what the upstream says in its answer to the handshake. */
        UPSTREAM,
        /** By what it says first in the protocol. */
        FIRST_FRAMES
    }

    /** What is spoken on a route. */
    public enum RouteProtocol {
        /** Anything. */
        PLAIN,
        /** Pusher Channels', version 7. */
        PUSHER,
        /** Centrifuge's, in JSON or Protobuf. */
        CENTRIFUGE,
        /** {@code graphql-transport-ws}. */
        GRAPHQL,
        /** Socket.IO's, version 5, as its servers and clients of version 3 and 4 speak it. */
        SOCKET_IO
    }

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if the values do not fit together
     */
    public RouteConfig {
        addresses = List.copyOf(addresses);
        identify = Set.copyOf(identify);
        jwtFrom = List.copyOf(jwtFrom);
        if (!PATH.matcher(path).matches() || (path.endsWith("*") && !path.endsWith("/*"))) {
            throw new IllegalArgumentException("path: expected a path like /chat or /chat/*, got '" + path + "'");
        }
        for (String own : OWN_PATHS) {
            if (path.startsWith(own)) {
                throw new IllegalArgumentException(
                        "path: expected one that is not the edge's own (" + own + "), got '" + path + "'");
            }
        }
        if (addresses.isEmpty())
            throw new IllegalArgumentException("upstream: expected one or more addresses like ws://127.0.0.1:9000");
        Durations.requirePositive("require-within", requireWithin);
        Durations.requirePositive("timeout", timeout);
        if (deviceHeader != null && !HEADER.matcher(deviceHeader).matches()) {
            throw new IllegalArgumentException(
                    "device-header: expected the name of a header, got '" + deviceHeader + "'");
        }
        requireTogether("jwt-from", !jwtFrom.isEmpty(), identify.contains(Identify.JWT), "jwt");
        requireTogether("forward-auth.url", forwardAuth != null, identify.contains(Identify.FORWARD_AUTH),
                "forward-auth");
        if (identify.contains(Identify.FIRST_FRAMES) && protocol == RouteProtocol.PLAIN) {
            throw new IllegalArgumentException(
                    "protocol: expected pusher, centrifuge, graphql or socket-io, since identify has first-frames");
        }
        if (require && identify.isEmpty()) {
            throw new IllegalArgumentException("identify: expected one or more of jwt, forward-auth, upstream and "
                    + "first-frames, since require is true");
        }
    }

    private static void requireTogether(String key, boolean there, boolean wanted, String how) {
        if (there == wanted) return;
        throw new IllegalArgumentException(wanted
                ? key + ": expected one, since identify has " + how
                : "identify: expected " + how + " in it, since there is " + key);
    }

    /** Whether the path is a beginning, not a whole one. */
    public boolean isPrefix() {
        return path.endsWith("*");
    }

    /** The path without the {@code *}. */
    public String stem() {
        return isPrefix() ? path.substring(0, path.length() - 1) : path;
    }
}
