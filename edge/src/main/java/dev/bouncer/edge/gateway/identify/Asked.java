package dev.bouncer.edge.gateway.identify;

import java.util.List;
import java.util.Map;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * A client's request, as far as it tells who the client is.
 *
 * @param client        the client's address
 * @param method        its method
 * @param host          the host that it was sent to
 * @param secure        whether it came over TLS, as far as this node or a trusted proxy knows
 * @param uri           its path and query, as they came
 * @param query         the query's parameters, decoded
 * @param headers       its headers, by their names in lower case
 * @param cookies       its cookies
 * @param subprotocols  what a WebSocket's client offers
 */
public record Asked(IpRange client, String method, String host, boolean secure, String uri,
        Map<String, List<String>> query, Map<String, List<String>> headers, Map<String, List<String>> cookies,
        List<String> subprotocols) {
    /** The header of that name; null: there is none. */
    public @Nullable String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null ? null : values.getFirst();
    }

    /** The query's parameter of that name; null: there is none, or there are different ones. */
    public @Nullable String parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.stream().distinct().count() == 1 ? values.getFirst() : null;
    }

    /** Nothing that could be a token. */
    @Override
    public String toString() {
        return "Asked[client=" + client + ", method=" + method + ", host=" + host + ']';
    }
}
