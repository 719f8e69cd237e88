package dev.bouncer.edge.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions an app, a user and an address may have on this node at a time. Counted before it is compared, each
 * in one step, so that no number of clients at the same moment gets past. Thread-safe.
 */
final class ConnectionLimits {
    private final Map<String, AppConfig> apps;
    // By the app's name or a SubjectKey; only those that have a limit.
    private final Map<Object, Integer> taken = new ConcurrentHashMap<>();

    ConnectionLimits(Map<String, AppConfig> apps) {
        this.apps = Map.copyOf(apps);
    }

    /** Whether a page of this origin may connect to the app; of one that does not exist, all may ask. */
    boolean allows(String app, @Nullable String origin) {
        return rules(app).allows(origin);
    }

    /**
     * Takes a place for each.
     *
     * @param first whether the session is new to its app, so that it takes a place there too
     * @return what was taken, to be given back to {@link #release}; null: there is no place left, and none was taken
     */
    @Nullable
    List<Object> take(String app, boolean first, Collection<SubjectKey> subjects) {
        ConnectionRules rules = rules(app);
        List<Object> places = new ArrayList<>(0);
        boolean fits = !first || take(app, rules.max(), places);
        for (SubjectKey subject : subjects) {
            int limit = switch (subject.subject().kind()) {
                case USER -> rules.perUser();
                case IP -> rules.perAddress();
                case TOKEN, DEVICE -> 0;
            };
            fits = fits && take(subject, limit, places);
        }
        if (fits) return places;
        release(places);
        return null;
    }

    private boolean take(Object whose, int limit, List<Object> places) {
        if (limit == 0) return true;
        places.add(whose);
        return taken.merge(whose, 1, Integer::sum) <= limit;
    }

    /** Gives places back. */
    void release(Collection<Object> places) {
        for (Object whose : places) {
            taken.computeIfPresent(whose, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many apps and subjects have a place taken. */
    int taken() {
        return taken.size();
    }

    private ConnectionRules rules(String app) {
        AppConfig config = apps.get(app);
        return config == null ? ConnectionRules.NONE : config.connections();
    }
}
