package dev.bouncer.edge.gateway;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.session.LiveList;
import dev.bouncer.enforcement.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What an edge tells of sessions of every protocol, as their clients see them. */
class LiveSessionsTest {
    private static final Subject ALICE = new Subject(SubjectKind.USER, "alice");
    private static final Subject HERE = new Subject(SubjectKind.IP, "127.0.0.1");

    @RegisterExtension
    private final Stage stage = new Stage();
    private TestEdge edge;
    private LiveList live;

    @BeforeEach
    void start() throws Exception {
        Behind behind = stage.behind(Behind.ECHO);
        edge = stage.edge(new AppConfig("chat", List.of(), Tokens.chat().tokens(),
                new PusherConfig("4711", "key", new Secret("pusher-secret-of-tests"), true), ConnectionRules.NONE,
                List.of(new TestRoutes(behind.address()).route("room"))));
        live = new LiveList("edge-7", edge.registry);
    }

    private List<LiveSession> find(SubjectKind kind, String id) {
        return live.answer(SessionsRequest.of(SubjectKey.of("chat", kind, id), null, 1000)).sessions();
    }

    private TestClient connect(String pathAndQuery) {
        return TestClient.connectWithHeader(edge.uri(), pathAndQuery, "User-Agent", "Agent/1.0");
    }

    @Test
    void nativeSession() {
        Instant before = Instant.now();
        TestClient client = connect("/v1/apps/chat/connect?token=" + Tokens.of("alice")).welcomed();

        LiveSession session = find(SubjectKind.USER, "alice").getFirst();

        assertThat(session).isEqualTo(new LiveSession("edge-7",
                UUID.fromString(client.frame(0).path("session").asText()), session.since(), List.of(ALICE, HERE),
                "native", "127.0.0.1", "Agent/1.0", null));
        assertThat(session.since()).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void pusherSessionIsThereBeforeItIsAnybody() {
        connect("/app/key?protocol=7").frame(0);

        assertThat(find(SubjectKind.IP, "127.0.0.0/8")).singleElement().satisfies(session -> {
            assertThat(session.protocol()).isEqualTo("pusher");
            assertThat(session.subjects()).containsExactly(HERE);
            assertThat(session.userAgent()).isEqualTo("Agent/1.0");
        });
    }

    @Test
    void centrifugeSessionHasTheIdThatItsClientKnows() {
        TestClient client = connect("/connection/websocket?app=chat");
        assertThat(find(SubjectKind.IP, "127.0.0.1")).as("nobody yet").isEmpty();
        client.say("{\"id\":1,\"connect\":{\"token\":\"" + Tokens.of("alice") + "\"}}");
        String id = client.frame(0).path("connect").path("client").asText();

        assertThat(find(SubjectKind.USER, "alice")).singleElement().satisfies(session -> {
            assertThat(session.id()).hasToString(id);
            assertThat(session.protocol()).isEqualTo("centrifuge");
        });
    }

    @Test
    void gatewaySessionTellsItsRoute() {
        connect("/chat/a?token=" + Tokens.of("alice"));

        assertThat(find(SubjectKind.USER, "alice")).singleElement().satisfies(session -> {
            assertThat(session.protocol()).isEqualTo("gateway");
            assertThat(session.route()).isEqualTo("room");
            assertThat(session.userAgent()).isEqualTo("Agent/1.0");
            assertThat(session.address()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void whoIsClosedRefusedOrGoneIsNotTold() {
        edge.block(TestEdge.user("mallory"), null, null);
        connect("/v1/apps/chat/connect?token=" + Tokens.of("mallory")).closed();
        connect("/v1/apps/chat/connect?token=" + Tokens.of("alice")).welcomed();
        connect("/v1/apps/chat/connect?token=" + Tokens.of("bob")).welcomed().socket().abort();
        await().until(() -> find(SubjectKind.USER, "bob").isEmpty());
        assertThat(find(SubjectKind.IP, "127.0.0.1")).extracting(LiveSession::subjects)
                .containsExactly(List.of(ALICE, HERE));

        edge.terminate(TestEdge.user("alice"));

        // Its connection may still be there.
        assertThat(find(SubjectKind.USER, "alice")).isEmpty();
    }

    @Test
    void anotherAppIsToldNothing() {
        connect("/v1/apps/chat/connect?token=" + Tokens.of("alice")).welcomed();

        assertThat(live.answer(new SessionsRequest("other", null, null, 1000)).sessions()).isEmpty();
        assertThat(live.answer(new SessionsRequest("other", ALICE, null, 1000)).sessions()).isEmpty();
        assertThat(live.answer(new SessionsRequest("other", HERE, null, 1000)).sessions()).isEmpty();
        assertThat(live.answer(new SessionsRequest("chat", null, null, 1000)).sessions()).hasSize(1);
    }

    @Test
    void pagesAreInTheOrderOfIds() {
        for (int i = 0; i < 7; i++)
            connect("/v1/apps/chat/connect?token=" + Tokens.of("alice")).welcomed();

        LiveSessions first = live.answer(new SessionsRequest("chat", null, null, 4));
        LiveSessions second = live.answer(new SessionsRequest("chat", ALICE, first.next(), 4));

        assertThat(first.sessions()).hasSize(4);
        assertThat(second.sessions()).hasSize(3);
        assertThat(second.next()).isNull();
        assertThat(edge.registry.all()).extracting(Session::id).containsExactlyInAnyOrderElementsOf(
                java.util.stream.Stream.of(first, second).flatMap(page -> page.sessions().stream())
                        .map(LiveSession::id).toList());
    }
}
