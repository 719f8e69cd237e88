package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.enforcement.CommandListener;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the last minutes, as many as fit: where they stand, and what edges did about them. Hears of them from this
 * node's own tail, whoever gave them. Thread-safe.
 */
public final class RecentCommands implements CommandListener {
    /** How long a command is remembered. */
    public static final Duration KEPT = Duration.ofMinutes(15);
    /** How many commands are. */
    public static final int MOST = 20_000;

    private static final class Entry {
        private final CompletableFuture<Decoded.Valid> read = new CompletableFuture<>();
        private final Map<String, EnforcementReport> reports = new ConcurrentSkipListMap<>();
        // Whether observers know of the command; under the lock of the reports.
        private boolean told;
    }

    /** A command that somebody waits for, whoever made up its id: apart from what is known, so that it takes nothing's place. */
    private static final class Awaited {
        private final CompletableFuture<Decoded.Valid> read = new CompletableFuture<>();
        private int waiters;
    }

    private final Cache<UUID, Entry> entries;
    private final Map<UUID, Awaited> awaited = new ConcurrentHashMap<>();
    private final List<CommandObserver> observers;

    /** @param clock tells how long ago a command was */
    public RecentCommands(InstantSource clock) {
        this(clock, List.of());
    }

    /**
     * The same.
     *
     * @param observers are told what is heard
     */
    public RecentCommands(InstantSource clock, List<CommandObserver> observers) {
        this.observers = List.copyOf(observers);
        this.entries = Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).executor(Runnable::run)
                .ticker(() -> clock.millis() * 1_000_000).build();
    }

    private Entry entry(UUID command) {
        return entries.get(command, _ -> new Entry());
    }

    // Where it came twice, the first has done what it says.
    @Override
    public void read(Decoded.Valid record, boolean confirm) {
        Entry entry = entry(record.command().id());
        if (!entry.read.complete(record)) return;
        // Known first: who comes to wait now finds it there.
        Awaited waited = awaited.get(record.command().id());
        if (waited != null) waited.read.complete(record);
        if (observers.isEmpty()) return;
        // So that an observer hears of each report once, and of its command before.
        synchronized (entry.reports) {
            entry.told = true;
            for (CommandObserver observer : observers) {
                observer.read(record);
                entry.reports.values().forEach(report -> observer.enforced(record, report));
            }
        }
    }

    /** An edge has reported what it did. */
    public void reported(EnforcementReport report) {
        Entry entry = entry(report.command());
        synchronized (entry.reports) {
            if (entry.reports.putIfAbsent(report.edge(), report) != null || !entry.told) return;
            observers.forEach(observer -> observer.enforced(entry.read.join(), report));
        }
    }

    /** The command as it stands on the log; null where it was not read lately. */
    public Decoded.@Nullable Valid find(UUID command) {
        Entry entry = entries.getIfPresent(command);
        return entry == null ? null : entry.read.getNow(null);
    }

    /** Whether somebody waits for a command to be read. */
    public boolean isAwaited(UUID command) {
        return awaited.containsKey(command);
    }

    /** What edges did about a command, by their ids; none where nothing was closed, or it is too long ago. */
    public List<EnforcementReport> reports(UUID command) {
        Entry entry = entries.getIfPresent(command);
        return entry == null ? List.of() : List.copyOf(entry.reports.values());
    }

    /** Where a command stands, as soon as it has been read; until {@link #release}. */
    CompletableFuture<Position> position(UUID command) {
        Awaited waited = awaited.compute(command, (_, known) -> {
            Awaited one = known == null ? new Awaited() : known;
            one.waiters++;
            return one;
        });
        Decoded.Valid record = find(command);
        if (record != null) waited.read.complete(record);
        return waited.read.thenApply(Decoded.Valid::position);
    }

    /** Somebody who asked for a position waits no more. */
    void release(UUID command) {
        awaited.computeIfPresent(command, (_, waited) -> --waited.waiters == 0 ? null : waited);
    }
}
