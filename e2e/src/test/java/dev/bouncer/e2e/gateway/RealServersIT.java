package dev.bouncer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bouncer.api.Api;
import dev.bouncer.e2e.CommandLog;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import dev.bouncer.e2e.clients.ClientEvent;
import dev.bouncer.e2e.clients.LibraryClient;
import dev.bouncer.e2e.clients.ScriptedClient;
import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two gateways in front of servers that others wrote, configured as the documentation says. */
@ExtendWith(SharedBroker.class)
@SuppressWarnings("NullAway.Init")
@Order(4)
class RealServersIT {
    private static final Deque<AutoCloseable> RUNNING = new ArrayDeque<>();
    private static final Map<Server, String> ADDRESSES = new EnumMap<>(Server.class);
    private static Fleet fleet;
    private static Api api;
    private static String first;
    private static String second;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeAll
    static void start() throws IOException {
        Map<Server, ServerProcess> processes = new EnumMap<>(Server.class);
        for (Server server : Server.values()) {
            ServerProcess process = server.start();
            RUNNING.push(process);
            processes.put(server, process);
        }
        Map<String, Object> routes = new HashMap<>();
        for (Map.Entry<Server, ServerProcess> each : processes.entrySet()) {
            String address = each.getValue().awaitAddress();
            ADDRESSES.put(each.getKey(), address);
            routes.putAll(each.getKey().routes(address));
        }
        CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(), 2);
        RUNNING.push(log);
        fleet = new Fleet(SharedBroker.bootstrapServers(), log.topics().prefix(),
                Files.createTempDirectory("bouncer-real"), routes);
        RUNNING.push(fleet);
        fleet.startStreams();
        api = fleet.startApi();
        first = address(fleet.startEdge("edge-1"));
        second = address(fleet.startEdge("edge-2"));
    }

    private static String address(Edge edge) {
        return edge.uri().getAuthority();
    }

    @AfterAll
    static void stop() throws Exception {
        close(RUNNING);
    }

    @AfterEach
    void leave() throws Exception {
        close(opened);
    }

    private static void close(Deque<AutoCloseable> what) throws Exception {
        while (!what.isEmpty())
            what.pop().close();
    }

    @ParameterizedTest
    @EnumSource
    void everything_works_as_without_the_gateway(Visitor visitor) {
        String address = Objects.requireNonNull(ADDRESSES.get(visitor.server()));

        String without = visitor.behaviour(address, address);

        assertThat(without).isNotEmpty();
        assertThat(visitor.behaviour(first, second)).isEqualTo(without);
    }

    @ParameterizedTest
    @EnumSource
    void a_blocked_user_is_closed_and_kept_out_until_unblocked_and_nobody_else(Visitor visitor) {
        String alice = "alice-" + visitor;
        LibraryClient here = keep(visitor.withToken(first, alice));
        LibraryClient there = keep(visitor.asKnownToServer(second, alice));
        ScriptedClient bobHere = keep(visitor.asKnownToServer(first, "bob-" + visitor));
        ScriptedClient bobThere = keep(visitor.withToken(second, "bob-" + visitor));
        List<LibraryClient> alices = List.of(here, there);
        Stream.of(here, there, bobHere, bobThere).forEach(client -> client.awaitWelcomes(1));
        // On a slow machine some libraries need two attempts to connect, and tell of the first.
        List<ClientEvent.Told> toldBobs = told(bobHere, bobThere);

        fleet.done(api, "PUT", "/blocks/user/" + alice, "{\"for\":\"1h\",\"message\":\"" + Visitor.MESSAGE + "\"}");

        for (LibraryClient client : alices) {
            client.awaitTold(visitor.closed());
            client.awaitPartings(1);
            assertThat(client.letIn()).as("blocked, and coming back: %s", client).isFalse();
            client.awaitTold(visitor.refused());
        }
        talk(bobHere, bobThere, "still here");
        talk(bobThere, bobHere, "still there");
        assertThat(told(bobHere, bobThere)).isEqualTo(toldBobs);

        fleet.done(api, "DELETE", "/blocks/user/" + alice, "");

        alices.stream().filter(_ -> !visitor.comesBackByItself()).forEach(LibraryClient::comeBackByHand);
        alices.forEach(client -> client.awaitWelcomes(2));
        talk(bobHere, bobThere, "welcome back");
        alices.forEach(client -> client.awaitHeard("welcome back"));
    }

    @ParameterizedTest
    @CsvSource({"SOCKET_IO, auth-websocket, 0, io server disconnect, 0, " + Visitor.MESSAGE,
            "SOCKET_IO, auth, 0, io server disconnect, 403, xhr post error",
            "GRAPHQL_WS, auth, 4401, " + Visitor.MESSAGE + ", 4401, " + Visitor.MESSAGE})
    void who_says_it_in_the_protocol_is_told_in_its_words(Visitor visitor, String variant, int code, String closed,
            int refusal, String refused) {
        String alice = "alice-" + visitor + variant;
        LibraryClient client = keep(visitor.withTokenInProtocol(first, alice, variant));
        client.awaitWelcomes(1);

        fleet.done(api, "PUT", "/blocks/user/" + alice, "{\"for\":\"1h\",\"message\":\"" + Visitor.MESSAGE + "\"}");

        client.awaitTold(new ClientEvent.Told(code, closed));
        client.awaitPartings(1);
        assertThat(client.letIn()).isFalse();
        client.awaitTold(new ClientEvent.Told(refusal, refused));

        fleet.done(api, "DELETE", "/blocks/user/" + alice, "");
        client.comeBackByHand();
        client.awaitWelcomes(2);
    }

    private static List<ClientEvent.Told> told(LibraryClient... clients) {
        return Stream.of(clients).flatMap(client -> client.told().stream()).toList();
    }

    private static void talk(ScriptedClient from, ScriptedClient to, String text) {
        from.say(text);
        to.awaitHeard(text);
    }

    private <C extends LibraryClient> C keep(C client) {
        opened.push(client);
        return client;
    }
}
