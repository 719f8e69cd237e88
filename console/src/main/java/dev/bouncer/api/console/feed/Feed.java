package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.bouncer.api.confirm.CommandObserver;
import dev.bouncer.api.http.LongRequests;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;

/**
 * The last decisions about each app, whoever gave them, and what they have done. Only of the apps it is made for: anybody who
 * may write to the commands topic can name others. Thread-safe; whoever reads never holds up those who tell.
 */
public final class Feed implements CommandObserver, LongRequests {
    /** How many decisions of an app are remembered. */
    public static final int MOST = 1_000;

    private final Map<String, AppFeed> apps;
    private volatile boolean closed;

    /** A feed without any decision. */
    public Feed(Collection<String> apps) {
        this(apps, MOST);
    }

    Feed(Collection<String> apps, int most) {
        this.apps = Set.copyOf(apps).stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> new AppFeed(most)));
    }

    @Override
    public void read(Decoded.Valid record) {
        AppFeed feed = apps.get(record.command().subject().app());
        if (feed != null) feed.add(record);
    }

    @Override
    public void enforced(Decoded.Valid record, EnforcementReport report) {
        AppFeed feed = apps.get(record.command().subject().app());
        if (feed != null) feed.add(record, report);
    }

    /** The newest decisions about an app, the oldest of them first. */
    public Changes newest(String app, int count) {
        return of(app).newest(count);
    }

    /**
     * What has changed after a change.
     *
     * @param last  its number, of {@link Changes#last}
     * @param count at most so many entries: those that changed last
     */
    public Changes since(String app, long last, int count) {
        return of(app).since(last, count);
    }

    /** Waits until something has changed after that change, or the time is over; returns at once when this is closed. */
    public boolean awaitAfter(String app, long last, Duration atMost) throws InterruptedException {
        return of(app).awaitAfter(last, atMost);
    }

    private AppFeed of(String app) {
        AppFeed feed = apps.get(app);
        if (feed == null) throw new IllegalArgumentException("app: expected one of the configuration, got " + app);
        return feed;
    }

    /** Whether nobody is to wait for changes any more. */
    boolean isClosed() {
        return closed;
    }

    /** Lets all go who wait. */
    @Override
    public void close() {
        closed = true;
        apps.values().forEach(AppFeed::close);
    }
}
