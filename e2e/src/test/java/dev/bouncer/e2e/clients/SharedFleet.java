package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Objects;

import dev.bouncer.api.Api;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/** One API, one moderation-streams and two edges for all tests of clients. Comes after {@link SharedBroker}. */
public final class SharedFleet implements BeforeAllCallback {
    record Running(CommandLog log, Fleet fleet, Api api, Edge first, Edge second) implements AutoCloseable {
        @Override
        public void close() {
            fleet.close();
            log.close();
        }
    }

    private static volatile @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("client-fleet",
                _ -> start(), Running.class);
    }

    /** One of one's own, for who would disturb the others. */
    static Running start() {
        CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 2);
        try {
            Fleet fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(),
                    Files.createTempDirectory("bouncer-clients"));
            fleet.startStreams();
            return new Running(log, fleet, fleet.startApi(), fleet.startEdge("edge-1"), fleet.startEdge("edge-2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Running get() {
        return Objects.requireNonNull(running, "expected @ExtendWith({SharedBroker.class, SharedFleet.class})");
    }

    /** By the native API: Pusher's has no word for it. */
    static void unblock(String user) {
        get().fleet().done(get().api(), "DELETE", "/blocks/user/" + user, "");
    }
}
