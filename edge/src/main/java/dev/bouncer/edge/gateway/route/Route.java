package dev.bouncer.edge.gateway.route;

import dev.bouncer.config.RouteConfig;
import dev.bouncer.config.RouteLimits;
import dev.bouncer.edge.gateway.frames.FrameLimits;
import dev.bouncer.edge.gateway.tunnel.TunnelRules;

/**
 * A route of an app.
 *
 * @param app       the app's name: whose users, blocks and tokens count
 * @param upstreams where it leads
 * @param rules     what its clients may do
 */
public record Route(String app, RouteConfig config, Upstreams upstreams, TunnelRules rules) {
    static Route of(String app, RouteConfig config) {
        RouteLimits limits = config.limits();
        return new Route(app, config, new Upstreams(config), new TunnelRules(
                new FrameLimits(orNone(limits.maxFrame()), orNone(limits.maxMessage())), limits.frames()));
    }

    private static long orNone(int limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** Whether a request with this path is for it. */
    boolean fits(String path) {
        return config.isPrefix() ? path.startsWith(config.stem()) : path.equals(config.stem());
    }

    /** {@code app/name}, for logs. */
    @Override
    public String toString() {
        return app + '/' + config.name();
    }
}
