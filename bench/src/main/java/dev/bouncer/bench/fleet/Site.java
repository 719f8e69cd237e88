package dev.bouncer.bench.fleet;

import java.util.List;

/**
 * Where commands go and clients connect.
 *
 * @param api         HOST:PORT
 * @param edges       the same, of each edge that clients are spread over
 * @param credentials that it takes
 */
public record Site(String api, List<String> edges, String app, Credentials credentials) {
    public Site {
        edges = List.copyOf(edges);
    }

    /** Of a fleet that was started here. */
    public static Site of(Node api, List<Node> edges) {
        return new Site("127.0.0.1:" + api.api(), edges.stream().map(edge -> "127.0.0.1:" + edge.edge()).toList(),
                Fleet.APP, Credentials.OWN);
    }

    /** Where a client connects, with {@code {token}} where that goes. */
    public String connect() {
        return "/v1/apps/" + app + "/connect?token={token}";
    }

    /** The request that blocks {@code {user}}, but for its body. */
    public String block() {
        return "PUT /v1/apps/" + app + "/blocks/user/{user}";
    }
}
