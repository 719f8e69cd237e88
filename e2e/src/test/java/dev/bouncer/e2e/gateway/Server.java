package dev.bouncer.e2e.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.bouncer.e2e.clients.ClientRuntime;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Servers with libraries of other projects. None of them knows of Bouncer more than the name of a header. */
@SuppressWarnings("ImmutableEnumChecker")
enum Server {
    WS("ws", ClientRuntime.NODE, "node/ws-server.mjs"), SOCKET_IO("socket.io", ClientRuntime.NODE,
            "node/socketio-server.mjs"), GRAPHQL_WS("graphql-ws", ClientRuntime.NODE,
                    "node/graphql-server.mjs"), Y_WEBSOCKET("y-websocket", ClientRuntime.NODE,
                            "node/yjs-server.mjs"), WEBSOCKETS("websockets", ClientRuntime.PYTHON,
                                    "python/websockets_server.py"), STARLETTE("Starlette", ClientRuntime.PYTHON,
                                            "python/starlette_server.py");

    private final String heading;
    private final ClientRuntime runtime;
    private final String script;

    Server(String heading, ClientRuntime runtime, String script) {
        this.heading = heading;
        this.runtime = runtime;
        this.script = script;
    }

    /** Where its program stands. */
    Path source() {
        return Path.of("src/test/clients", script);
    }

    /** What the documentation quotes of its program. */
    List<String> quoted() {
        return GatewayDoc.code(heading);
    }

    ServerProcess start() {
        return ServerProcess.start(runtime.command(source().getFileName().toString()));
    }

    /**
     * The routes that the documentation says to configure for it.
     *
     * @param address where it is, which stands in the place of the documentation's example
     */
    Map<String, ?> routes(String address) {
        Object configuration = new Yaml(new SafeConstructor(new LoaderOptions())).load(
                GatewayDoc.configuration(heading).replaceAll("127\\.0\\.0\\.1:\\d+", address));
        return below(below(below(below(configuration, "bouncer"), "apps"), "chat"), "routes");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> below(Object section, String name) {
        if (section instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> inner) return (Map<String, ?>) inner;
        throw new AssertionError("expected a section " + name + " in " + section);
    }
}
