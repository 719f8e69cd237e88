package dev.bouncer.edge.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions an app, a user and an address may have on this node at a time. Counted before it is compared, each
 * in one step, so that no number of clients at the same moment gets past. Thread-safe.
 */
final class ConnectionLimits {
    /** Whoever has one IPv6 address has 2^64 of them. */
    private record Neighbours(String app, IpRange range) {
        static Neighbours of(SubjectKey address) {
            IpRange range = IpRange.parse(address.subject().id());
            return new Neighbours(address.app(), range.isV4() ? range : range.widen(64));
        }
    }

    private final Map<String, AppConfig> apps;
    // By the app's name, a user's SubjectKey or Neighbours; only those that have a limit.
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
            fits = fits && switch (subject.subject().kind()) {
                case USER -> take(subject, rules.perUser(), places);
                case IP -> take(Neighbours.of(subject), rules.perAddress(), places);
                case TOKEN, DEVICE, APP -> true;
            };
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
