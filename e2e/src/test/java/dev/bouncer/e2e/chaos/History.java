package dev.bouncer.e2e.chaos;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** All that happened, as clients, callers and the harness itself saw it. Thread-safe. */
final class History {
    private final InstantSource clock;
    private final List<Given> given = new ArrayList<>();
    private final List<Visit> ended = new ArrayList<>();
    private final Set<Supplier<Visit>> open = ConcurrentHashMap.newKeySet();
    private final List<Excuse> excuses = new ArrayList<>();
    private final List<String> undocumented = new ArrayList<>();
    private final List<Comeback> comebacks = new ArrayList<>();

    History(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void add(Given command) {
        given.add(command);
    }

    /** An API answered with something that its documentation does not have. */
    synchronized void undocumented(String answer) {
        undocumented.add(answer);
    }

    synchronized List<String> undocumented() {
        return List.copyOf(undocumented);
    }

    synchronized void add(Comeback comeback) {
        comebacks.add(comeback);
    }

    synchronized List<Comeback> comebacks() {
        return List.copyOf(comebacks);
    }

    /** @param current tells how the visit stands */
    void opened(Supplier<Visit> current) {
        open.add(current);
    }

    synchronized void ended(Supplier<Visit> current, Visit visit) {
        open.remove(current);
        ended.add(visit);
    }

    /** Declares an excuse from now until it is {@link #over}. */
    synchronized Excuse declare(Node edge, Excuse.What what, String why) {
        Excuse excuse = new Excuse(edge, what, now(), null, why);
        excuses.add(excuse);
        return excuse;
    }

    synchronized void over(Excuse excuse) {
        excuses.remove(excuse);
        excuses.add(new Excuse(excuse.edge(), excuse.what(), excuse.from(), now(), excuse.why()));
    }

    synchronized List<Given> given() {
        return List.copyOf(given);
    }

    synchronized List<Excuse> excuses() {
        return List.copyOf(excuses);
    }

    /** Those that ended, and those that go on. One that ends meanwhile may be missing. */
    List<Visit> visits() {
        List<Visit> all = ended();
        // Not under the lock: each asks its connection, which may be about to tell us its end.
        open.forEach(visit -> all.add(visit.get()));
        return all;
    }

    private synchronized List<Visit> ended() {
        return new ArrayList<>(ended);
    }
}
