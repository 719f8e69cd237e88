package dev.bouncer.edge.gateway.route;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.config.RouteConfig;
import org.jspecify.annotations.Nullable;

/** The servers of one route. Thread-safe. */
public final class Upstreams {
    private final List<Upstream> all;
    private final RouteConfig.Balance balance;
    private final AtomicInteger turn = new AtomicInteger();

    Upstreams(RouteConfig config) {
        this.all = config.addresses().stream().map(Upstream::new).toList();
        this.balance = config.balance();
    }

    List<Upstream> all() {
        return all;
    }

    /**
     * The one for a client: a well one if there is any, since none of those that seem unwell may be.
     *
     * @param client the client's address
     * @param tried  which have been tried in vain
     * @return null if all have
     */
    public @Nullable Upstream choose(String client, Collection<Upstream> tried) {
        List<Upstream> left = all.stream().filter(upstream -> !tried.contains(upstream)).toList();
        List<Upstream> well = left.stream().filter(Upstream::isWell).toList();
        List<Upstream> choice = well.isEmpty() ? left : well;
        if (choice.isEmpty()) return null;
        return switch (balance) {
            case ROUND_ROBIN -> choice.get(Math.floorMod(turn.getAndIncrement(), choice.size()));
            case LEAST_CONNECTIONS -> choice.stream().min(Comparator.comparingInt(Upstream::taken)).orElseThrow();
            // The highest of a hash of both, so that a server that goes takes only its own clients elsewhere.
            case CLIENT_ADDRESS -> choice.stream()
                    .max(Comparator.comparingInt(upstream -> mixed(client, upstream))).orElseThrow();
        };
    }

    // A string's own hash differs in the last bits alone where the last characters do.
    private static int mixed(String client, Upstream upstream) {
        int hash = (client + ' ' + upstream.address()).hashCode() * 0x9e3779b9;
        return (hash ^ (hash >>> 15)) * 0x85ebca6b;
    }
}
