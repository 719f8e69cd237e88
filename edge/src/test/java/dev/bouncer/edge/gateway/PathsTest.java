package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import dev.bouncer.config.RouteConfig;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One route that wants to know who a client is, and others that do not, to the same server. */
@SuppressWarnings("NullAway.Init")
final class PathsTest {
    private static Behind behind;
    private static TestEdge edge;

    @BeforeAll
    static void start() throws IOException {
        behind = new Behind(talk -> talk.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"));
        edge = new TestEdge(List.of(TestRoutes.app(List.of(guarded(), open("open", "/open/*", behind.address()),
                open("inner", "/inner/*", behind.address() + "/app/inner"), open("rest", "/*", behind.address())))));
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        behind.close();
    }

    @BeforeEach
    void forget() {
        behind.talks.clear();
    }

    private static RouteConfig guarded() {
        TestRoutes routes = new TestRoutes(behind.address());
        routes.require = true;
        return routes.route("chat");
    }

    private static RouteConfig open(String name, String path, String upstream) {
        TestRoutes routes = new TestRoutes(upstream);
        routes.path = path;
        routes.identify = Set.of();
        routes.jwtFrom = List.of();
        return routes.route(name);
    }

    private static String get(String path) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            return client.get(path);
        }
    }

    // What a server makes of them is its affair: some decode before they step back, some leave out what follows a
    // semicolon, some read a backslash as a slash, or many slashes as one.
    @ParameterizedTest
    @ValueSource(strings = {"/open/../chat/x", "/open/./../chat/x", "/open/%2e%2e/chat/x", "/open/%2E./chat/x",
            "/open/..%2fchat/x", "/open/..%2Fchat/x", "/open/%2e%2e%2fchat/x", "/open%2f..%2fchat/x",
            "/open/..;/chat/x", "/open/..;a=b/chat/x", "/open/%2e%2e;/chat/x", "/open/..%3b/chat/x",
            "/open/..\\chat/x", "/open/..%5cchat/x", "/open/..%5Cchat/x", "/open//../chat/x", "/open/x/../../chat/x",
            "//chat/x", "///chat/x", "/%2fchat/x", "/\\chat/x", "/%5cchat/x", "/;/chat/x", "/;a/chat/x", "/./chat/x",
            "/%2e/chat/x", "/%63hat/x", "/chat%2fx", "/chat;a=b/x", "/chat%3ba=b/x", "/x/..%2fchat%2fx",
            "/inner/..%2f..%2fchat/x", "/inner/%2e%2e/%2e%2e/chat/x", "/chat/x/..", "/chat/..", "/open/..",
            "/open/%u002e%u002e/chat/x"})
    void noneThatTheServerMayReadAsTheGuardedOne(String path) throws IOException {
        assertThat(get(path)).matches("(?s)HTTP/1\\.1 40[01] .*");
        assertThat(behind.talks).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/open/x, /open/x", "/open/, /open/", "/open/a%2Fb, /open/a%2Fb", "/open/a;v=1/b, /open/a;v=1/b",
            "/open/a//b, /open/a//b", "/open/a%20b?c=/../d, /open/a%20b?c=/../d", "/open/..., /open/...",
            "/open/.well-known/a..b, /open/.well-known/a..b", "/open/%252e%252e/x, /open/%252e%252e/x",
            "/open/%C3%BC, /open/%C3%BC", "/inner/x/%2D?y, /app/inner/x/%2D?y", "/inner/, /app/inner",
            "/chats/x, /chats/x", "/Chat/x, /Chat/x", "/, /"})
    void whatHasOneMeaningPassesAsItCame(String path, String passed) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 200 ");
        assertThat(behind.talk().requestLine).isEqualTo("GET " + passed + " HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat/x", "/chat/a%2Fb", "/chat/"})
    void theGuardedOneIsOpenToWhoeverIsKnown(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 401 ");
        assertThat(get(path + "?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 200 ");
        assertThat(behind.talk().requestLine).startsWith("GET " + path + "?token=");
    }
}
