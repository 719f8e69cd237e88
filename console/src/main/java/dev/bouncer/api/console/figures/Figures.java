package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import dev.bouncer.api.confirm.CommandObserver;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has happened to each app in the last hour, as far as this process runs: it is told of commands and of what they closed, and
 * samples the rest. A few hundred kilobytes an app at most. Thread-safe.
 */
public final class Figures implements CommandObserver, AutoCloseable {
    /** How long a count of blocks is good for, at least. */
    public static final Duration COUNT_INTERVAL = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(Figures.class);

    private final Map<String, Hour> hours;
    private final InstantSource clock;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("figures").factory());

    /** Of these apps, from now on. */
    public Figures(Collection<String> apps, InstantSource clock) {
        this.clock = clock;
        this.hours = Set.copyOf(apps).stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> new Hour(clock.instant())));
    }

    /**
     * Samples every 10 s from now on, until this is closed.
     *
     * @param blocks   counted by this process
     * @param sessions of an app; negative: not known
     */
    public void start(BlockCounts blocks, ToLongFunction<String> sessions) {
        var _ = sampler.scheduleWithFixedDelay(() -> {
            for (String app : hours.keySet()) {
                sample(app, blocks, sessions);
            }
        }, 0, Hour.SLOT.toMillis(), TimeUnit.MILLISECONDS);
    }

    void sample(String app, BlockCounts blocks, ToLongFunction<String> sessions) {
        try {
            blocks.count(app, () -> !sampler.isShutdown());
        } catch (RuntimeException e) {
            // The store is being made anew, for example: the last count is still the best there is.
            log.atDebug().setCause(e).addKeyValue("app", app).log("blocks could not be counted");
        }
        try {
            of(app).sampled(clock.instant(), blocks.of(app), sessions.applyAsLong(app));
        } catch (RuntimeException e) {
            // A schedule that throws is never run again.
            log.atWarn().setCause(e).addKeyValue("app", app).log("figures could not be taken");
        }
    }

    @Override
    public void read(Decoded.Valid record) {
        Hour hour = hours.get(record.command().subject().app());
        if (hour != null) hour.command(record.at());
    }

    @Override
    public void enforced(Decoded.Valid record, EnforcementReport report) {
        Hour hour = hours.get(record.command().subject().app());
        if (hour != null) hour.closed(record.at(), report.took());
    }

    /** The last 60 minutes of an app, the one that is not over included, the oldest first. */
    public List<Minute> minutes(String app) {
        return of(app).minutes(clock.instant());
    }

    private Hour of(String app) {
        Hour hour = hours.get(app);
        if (hour == null) throw new IllegalArgumentException("app: expected one of the configuration, got " + app);
        return hour;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
