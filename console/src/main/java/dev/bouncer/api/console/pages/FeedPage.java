package dev.bouncer.api.console.pages;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import dev.bouncer.api.console.feed.Changes;
import dev.bouncer.api.console.feed.Feed;
import dev.bouncer.api.console.feed.FeedEntry;
import dev.bouncer.api.console.feed.FeedStream;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.contract.Command;
import org.jspecify.annotations.Nullable;

/** Decisions as they happen: the newest as a page, and then each change as an event. */
final class FeedPage {
    private static final Set<String> PARAMETERS = Set.of("last");

    /**
     * The newest decisions.
     *
     * @param entries the newest first
     * @param most    so many are shown at most
     * @param events  where changes are told after those that are in this
     */
    record View(String app, List<FeedEntry> entries, int most, String events, Instant now) {
        /** Whether there may be more to show. */
        boolean isCut() {
            return entries.size() == most && most < Feed.MOST;
        }
    }

    private final Frame frame;
    private final Feed feed;
    private final FeedStream stream;
    private final InstantSource clock;

    FeedPage(Frame frame, Feed feed, FeedStream stream, InstantSource clock) {
        this.frame = frame;
        this.feed = feed;
        this.stream = stream;
        this.clock = clock;
    }

    void show(Visit visit) {
        int most = visit.context().queryParam("all") == null ? FeedStream.SHOWN : Feed.MOST;
        Changes newest = feed.newest(visit.app(), most);
        String events = Links.app(visit.app()) + "/feed/events?last=" + Links.escaped(stream.idOf(newest));
        View view = new View(visit.app(), newest.entries().reversed(), most, events, clock.instant());
        frame.show(visit.context(), frame.templates()
                .feed(frame.shell(visit, "Decisions about " + visit.app(), Section.FEED), view));
    }

    void stream(Visit visit) {
        // A browser that comes back says by the header what it has, and by the address what it had at first.
        String header = visit.context().header("Last-Event-ID");
        String last = header != null ? header : QueryParameters.of(visit.context(), PARAMETERS).text("last");
        visit.context().contentType("text/event-stream;charset=utf-8")
                // nginx would gather events until it has enough of them.
                .header("X-Accel-Buffering", "no");
        try {
            OutputStream out = visit.context().res().getOutputStream();
            boolean streamed = stream.run(visit.who().session(), visit.app(), last, entry -> row(entry),
                    () -> frame.mayStill(visit), text -> {
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    });
            // No event stream: the browser's script then says that it has ended for good.
            if (!streamed) visit.context().status(503).contentType("text/plain").result("too many streams are open");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String row(FeedEntry entry) {
        return frame.templates().entry(entry, clock.instant()).render();
    }

    /** What was done, in words. */
    static String what(Command command) {
        return switch (command) {
            case Command.Block _ -> "blocked";
            case Command.Unblock _ -> "unblocked";
            case Command.Terminate _ -> "sessions closed";
            case Command.Invalidate _ -> "tokens invalidated";
        };
    }

    /** Whether it lasts until an end, or for ever. */
    static boolean lasts(Command command) {
        return switch (command) {
            case Command.Block _ -> true;
            case Command.Unblock _ -> false;
            case Command.Terminate _ -> false;
            case Command.Invalidate _ -> true;
        };
    }

    /** When it ends; null: never, or it does not last. */
    static @Nullable Instant end(Command command) {
        return switch (command) {
            case Command.Block block -> block.expiresAt();
            case Command.Unblock _ -> null;
            case Command.Terminate _ -> null;
            case Command.Invalidate invalidate -> invalidate.expiresAt();
        };
    }

    /** What it closed so far, in words; empty: nothing. */
    static String closed(FeedEntry entry) {
        if (entry.took() == null) return "";
        return Texts.count(entry.sessions(), "session", "sessions") + " on "
                + Texts.count(entry.edges(), "edge", "edges") + " in " + entry.took().toMillis() + " ms";
    }
}
