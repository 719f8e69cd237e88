package dev.bouncer.api.console.feed;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.bouncer.api.console.access.Places;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers of a feed by server-sent events: {@code entry}, whose data is the entry as it is now, whether the browser has it
 * already or not; and {@code reset}, after which come the newest entries, where nobody knows what the browser has, or it lacks too
 * much. A browser that comes back says up to where it was told, and is told the rest. A stream takes the thread of its request.
 * Thread-safe.
 */
public final class FeedStream {
    /** How many streams one process has open at most. */
    public static final int MOST = 500;
    /** How many of them are of one session. */
    public static final int MOST_OF_A_SESSION = 5;
    /** How many entries a page shows unless it is asked for all, and how many events tell of at a time. */
    public static final int SHOWN = 100;

    // Proxies close what is silent for long, and so does our own server, after 30 s.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    // So that in a storm a browser is not told of each command by itself, nor the feed asked as often.
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final String BROWSER_RETRIES_AFTER = "retry: 2000\n\n";

    /** Where events go. */
    public interface Sink {
        /**
         * Hands over text, to be sent at once; blocks while the browser does not take it.
         *
         * @throws IOException if the browser is gone
         */
        void send(String text) throws IOException;
    }

    private final Feed feed;
    private final EventId ids;
    private final Duration heartbeat;
    private final Semaphore free = new Semaphore(MOST);
    private final Places ofSessions = new Places(MOST_OF_A_SESSION);

    /** @param process another one for each process, of one line */
    public FeedStream(Feed feed, String process) {
        this(feed, process, HEARTBEAT);
    }

    FeedStream(Feed feed, String process, Duration heartbeat) {
        this.feed = feed;
        this.ids = new EventId(process);
        this.heartbeat = heartbeat;
    }

    /** What a page that shows these changes says it has. */
    public String idOf(Changes shown) {
        return ids.of(shown.last());
    }

    /**
     * Streams until the browser goes, whoever watches may no more, or the feed is closed.
     *
     * @param session of whoever watches
     * @param lastId  what the browser says it has; null: nothing
     * @param render  the entry as data of an event
     * @param may     whether whoever watches still may; asked every few seconds
     * @return false, at once, if as many are open as may be, at all or of that session
     */
    public boolean run(String session, String app, @Nullable String lastId, Function<FeedEntry, String> render,
            BooleanSupplier may,
            Sink sink) throws InterruptedException {
        if (!ofSessions.take(session)) return false;
        boolean entered = free.tryAcquire();
        try {
            if (!entered) return false;
            sink.send(BROWSER_RETRIES_AFTER);
            stream(app, lastId, render, may, sink);
        } catch (IOException e) {
            // The browser has gone, as browsers do.
        } finally {
            if (entered) free.release();
            ofSessions.leave(session);
        }
        return true;
    }

    private void stream(String app, @Nullable String lastId, Function<FeedEntry, String> render, BooleanSupplier may,
            Sink sink) throws IOException, InterruptedException {
        OptionalLong known = lastId == null ? OptionalLong.empty() : ids.change(lastId);
        long told = known.isPresent() ? tellSince(app, known.getAsLong(), render, sink) : reset(app, render, sink);
        while (!feed.isClosed() && may.getAsBoolean()) {
            if (feed.awaitAfter(app, told, heartbeat)) {
                Thread.sleep(GATHER);
                told = tellSince(app, told, render, sink);
            } else {
                sink.send(":\n\n");
            }
        }
    }

    private long tellSince(String app, long last, Function<FeedEntry, String> render, Sink sink) throws IOException {
        Changes changes = feed.since(app, last, SHOWN);
        return changes.skipped() ? reset(app, render, sink) : tell("", changes, render, sink);
    }

    private long reset(String app, Function<FeedEntry, String> render, Sink sink) throws IOException {
        return tell("event: reset\ndata:\n\n", feed.newest(app, SHOWN), render, sink);
    }

    private long tell(String first, Changes changes, Function<FeedEntry, String> render, Sink sink)
            throws IOException {
        StringBuilder events = new StringBuilder(first);
        for (FeedEntry entry : changes.entries()) {
            events.append("event: entry\n");
            render.apply(entry).lines().forEach(line -> events.append("data: ").append(line).append('\n'));
            events.append('\n');
        }
        // Last, and for all of them: should the stream break off before, they are told again.
        sink.send(events.append("id: ").append(ids.of(changes.last())).append("\n\n").toString());
        return changes.last();
    }
}
