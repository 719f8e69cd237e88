package dev.bouncer.api.confirm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
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
    }

    private final Cache<UUID, Entry> entries;

    /** @param clock tells how long ago a command was */
    public RecentCommands(InstantSource clock) {
        this.entries = Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST).executor(Runnable::run)
                .ticker(() -> clock.millis() * 1_000_000).build();
    }

    private Entry entry(UUID command) {
        return entries.get(command, _ -> new Entry());
    }

    // Where it came twice, the first has done what it says.
    @Override
    public void read(Decoded.Valid record, boolean confirm) {
        entry(record.command().id()).read.complete(record);
    }

    /** An edge has reported what it did. */
    public void reported(EnforcementReport report) {
        entry(report.command()).reports.putIfAbsent(report.edge(), report);
    }

    /** The command as it stands on the log; null where it was not read lately. */
    public Decoded.@Nullable Valid find(UUID command) {
        Entry entry = entries.getIfPresent(command);
        return entry == null ? null : entry.read.getNow(null);
    }

    /** What edges did about a command, by their ids; none where nothing was closed, or it is too long ago. */
    public List<EnforcementReport> reports(UUID command) {
        Entry entry = entries.getIfPresent(command);
        return entry == null ? List.of() : List.copyOf(entry.reports.values());
    }

    /** Where a command stands, as soon as it has been read. */
    CompletableFuture<Position> position(UUID command) {
        return entry(command).read.thenApply(Decoded.Valid::position);
    }
}
