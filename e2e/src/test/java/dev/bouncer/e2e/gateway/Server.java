package dev.bouncer.e2e.gateway;

import java.io.IOException;
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
    /** Rooms. */
    WS("ws", ClientRuntime.NODE, "ws"),
    /** Rooms, acknowledgements, namespaces. */
    SOCKET_IO("socket.io", ClientRuntime.NODE, "socketio"),
    /** Queries, mutations, subscriptions. */
    GRAPHQL_WS("graphql-ws", ClientRuntime.NODE, "graphql"),
    /** Documents. */
    Y_WEBSOCKET("y-websocket", ClientRuntime.NODE, "yjs"),
    /** Rooms, in Python. */
    WEBSOCKETS("websockets", ClientRuntime.PYTHON, "websockets"),
    /** Rooms, events and all else, on uvicorn. */
    STARLETTE("Starlette", ClientRuntime.PYTHON, "starlette");

    private final String heading;
    private final ClientRuntime runtime;
    private final String name;

    /**
     * @param heading of its section in the documentation
     * @param name    begins its program's name
     */
    Server(String heading, ClientRuntime runtime, String name) {
        this.heading = heading;
        this.runtime = runtime;
        this.name = name;
    }

    ClientRuntime runtime() {
        return runtime;
    }

    /** What a program of its runtime is called. */
    String program(String of, String role) {
        return runtime == ClientRuntime.NODE ? of + '-' + role + ".mjs" : of + '_' + role + ".py";
    }

    /** Where its program stands. */
    Path source() {
        return Path.of("src/test/clients", runtime == ClientRuntime.NODE ? "node" : "python", program(name, "server"));
    }

    /** What the documentation quotes of its program. */
    List<String> quoted() {
        return GatewayDoc.code(heading);
    }

    ServerProcess start() throws IOException {
        return new ServerProcess(runtime.command(program(name, "server")));
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
