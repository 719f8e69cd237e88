package dev.bouncer.edge.gateway.route;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.bouncer.config.AppConfig;
import org.jspecify.annotations.Nullable;

/** The routes of all apps. Immutable. */
public final class Routes {
    // A path of its own before a beginning, a longer beginning before a shorter one.
    private static final Comparator<Route> CLOSEST_FIRST = Comparator
            .comparing((Route route) -> route.config().isPrefix())
            .thenComparing(route -> route.config().stem().length(), Comparator.reverseOrder());

    private final List<Route> routes;

    /** Those of these apps. */
    public Routes(Collection<AppConfig> apps) {
        this.routes = apps.stream().flatMap(app -> app.routes().stream().map(config -> Route.of(app.name(), config)))
                .sorted(CLOSEST_FIRST).toList();
    }

    /** All of them. */
    public List<Route> all() {
        return routes;
    }

    /** The route that a request is for; null: none. */
    public @Nullable Route find(String path) {
        for (Route route : routes) {
            if (route.fits(path)) return route;
        }
        return null;
    }

    /**
     * Whether a request that is for this route is for no other, however the server behind reads its path.
     *
     * @param path as it came
     */
    public boolean isForNoOther(Route route, String path) {
        String loose = LoosePath.of(path);
        return loose != null && route.equals(find(path)) && route.equals(find(loose));
    }
}
