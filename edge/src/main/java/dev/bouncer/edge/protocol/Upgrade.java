package dev.bouncer.edge.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a WebSocket.
 *
 * @param at            when it reached this node, by its own clock
 * @param client        the client's address
 * @param path          the path, decoded
 * @param query         the query's parameters, decoded; of several of one name the first
 * @param authorization the header {@code Authorization}
 * @param origin        the header {@code Origin}, which browsers send: the page that the client runs in
 * @param userAgent     the header {@code User-Agent}: what the client calls itself
 * @param subprotocols  what the client offers, best first
 */
public record Upgrade(Instant at, IpRange client, String path, Map<String, String> query,
        @Nullable String authorization, @Nullable String origin, @Nullable String userAgent,
        List<String> subprotocols) {
    /** Copies. */
    public Upgrade {
        query = Map.copyOf(query);
        subprotocols = List.copyOf(subprotocols);
    }

    /** Never the query, the header or the subprotocols: tokens travel there. */
    @Override
    public String toString() {
        return "Upgrade[at=" + at + ", client=" + client + ", path=" + path + ']';
    }
}
