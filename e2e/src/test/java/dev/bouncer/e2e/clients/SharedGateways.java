package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;

import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jspecify.annotations.Nullable;

/**
 * Gateways of the {@link SharedFleet}, in front of a server that speaks Pusher's and Centrifuge's protocols: an edge of
 * another fleet, which hears of no command that this one is given. Comes after it.
 */
public final class SharedGateways implements BeforeAllCallback {
    record Running(CommandLog behindLog, Fleet behind, Fleet fleet, Edge first, Edge second) implements AutoCloseable {
        @Override
        public void close() {
            fleet.close();
            behind.close();
            behindLog.close();
        }
    }

    private static volatile @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("client-gateways",
                _ -> start(), Running.class);
    }

    private static Running start() {
        String broker = SharedBroker.bootstrapServers();
        CommandLog log = new CommandLog(broker, SharedBroker.freshPrefix(), 2);
        try {
            Fleet behind = new Fleet(broker, log.topics().prefix(), Files.createTempDirectory("bouncer-behind"));
            String upstream = behind.startEdge("edge-behind").uri().toString();
            Fleet gateways = new Fleet(broker, SharedFleet.get().log().topics().prefix(),
                    Files.createTempDirectory("bouncer-gateways"),
                    Map.of("pusher", route("/app/*", upstream, "pusher"), "centrifuge",
                            route("/connection/websocket", upstream, "centrifuge")));
            return new Running(log, behind, gateways, gateways.startEdge("gateway-1"), gateways.startEdge("gateway-2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, ?> route(String path, String upstream, String protocol) {
        return Map.of("path", path, "upstream", upstream, "protocol", protocol, "identify", "first-frames", "require",
                true);
    }

    static Running get() {
        return Objects.requireNonNull(running, "expected @ExtendWith(SharedGateways.class)");
    }
}
