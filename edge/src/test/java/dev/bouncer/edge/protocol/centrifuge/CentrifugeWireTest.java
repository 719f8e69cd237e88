package dev.bouncer.edge.protocol.centrifuge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.TestFleet;
import dev.bouncer.edge.Tokens;
import dev.bouncer.enforcement.Readiness;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** What clients of Centrifuge's protocol say and hear, on one node and on two, where nobody has to wait for it. */
@ParameterizedClass
@CsvSource({"JSON, 1", "JSON, 2", "PROTOBUF, 1", "PROTOBUF, 2"})
class CentrifugeWireTest {
    private static final SubjectKey ALICE = TestEdge.user("alice");

    private final Spoken spoken;
    private final TestFleet fleet;

    CentrifugeWireTest(Spoken spoken, int nodes) {
        this.spoken = spoken;
        this.fleet = new TestFleet(nodes, Tokens.chat());
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private CentrifugeClient alice() {
        return CentrifugeClient.connect(spoken, fleet.uri(), Tokens.of("alice"));
    }

    private static String token(String claims) {
        return Tokens.sign(claims.replace('\'', '"'), "HS256", Tokens.hmac(Tokens.SECRET), null);
    }

    @Test
    void answersConnectWithTheSessionAndTheTokensTime() {
        Instant expiry = Instant.now().plusSeconds(300);
        CentrifugeClient client = CentrifugeClient.connect(spoken, fleet.uri(),
                Tokens.sign(Tokens.claims("alice", expiry)));

        UUID session = fleet.sessions().getFirst().id();
        assertThat(client.frame(0)).matches("\\Q{\"id\":1,\"connect\":{\"client\":\"" + session
                + "\",\"version\":\"bouncer\",\"expires\":true,\"ttl\":\\E(300|299)\\Q,\"ping\":25,\"pong\":true}}\\E");
        assertThat(fleet.metric("bouncer.sessions", Map.of("app", "chat"))).isEqualTo(1);
        assertThat(fleet.metric("bouncer.connects", Map.of("app", "chat", "outcome", "admitted"))).isEqualTo(1);
    }

    @Test
    void saysNothingOfTimeWhereTheTokenHasNone() {
        CentrifugeClient client = CentrifugeClient.connect(spoken, fleet.uri(), token("{'sub':'alice'}"));

        assertThat(client.frame(0)).contains("\"ping\":25").doesNotContain("expires").doesNotContain("ttl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.y.z", "x.y", "garbage", "{'sub':7}", "{'sub':7,'exp':1}", "FOREIGN", "NONE"})
    void sendsAwayWhoeverBringsABadToken(String what) {
        String bad = switch (what) {
            case "FOREIGN" -> Tokens.sign("{\"sub\":\"alice\"}", "HS256", Tokens.hmac("another"), null);
            case "NONE" -> Tokens.sign("{\"sub\":\"alice\"}", "none", null, null);
            default -> what.startsWith("{") ? token(what) : what;
        };
        CentrifugeClient client = CentrifugeClient.open(spoken, fleet.uri()).say(CentrifugeClient.connectCommand(bad));

        assertThat(client.closed()).isEqualTo("3500 invalid token");
        assertThat(client.lines()).isEmpty();
        assertThat(fleet.metric("bouncer.connects", Map.of("outcome", "unauthenticated"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'sub':'alice','exp':1}", "{'sub':'alice','nbf':99999999999}"})
    void leavesTheConnectionOpenToWhoeverCanGetANewToken(String claims) {
        CentrifugeClient client = CentrifugeClient.open(spoken, fleet.uri())
                .say(CentrifugeClient.connectCommand(token(claims)));

        assertThat(client.frame(0)).isEqualTo("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
        client.say(CentrifugeClient.connectCommand(Tokens.of("alice"))).heard(1, "connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "", "\n", "[]", "7", "{}", "{'id':1}", "{'connect':{'token':'GOOD'}}",
            "{'id':0,'connect':{'token':'GOOD'}}", "{'id':-1,'connect':{'token':'GOOD'}}",
            "{'id':4294967296,'connect':{'token':'GOOD'}}", "{'id':'1','connect':{'token':'GOOD'}}",
            "{'id':1,'connect':{}}", "{'id':1,'connect':{'token':''}}", "{'id':1,'connect':{'token':7}}",
            "{'id':1,'connect':'GOOD'}", "{'id':1,'refresh':{'token':'GOOD'}}", "{'id':1,'subscribe':{}}",
            "{'send':{}}"})
    void endsWhatBeginsOtherwise(String frame) {
        CentrifugeClient client = CentrifugeClient.open(spoken, fleet.uri())
                .say(frame.replace('\'', '"').replace("GOOD", Tokens.of("alice")));

        assertThat(client.closed()).isEqualTo("3501 bad request");
        assertThat(client.lines()).isEmpty();
        assertThat(fleet.sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "{}", "{ }", "{'id':2}", "{'id':2,'nonsense':{}}", "{'subscribe':{}}",
            "{'id':2,'refresh':{}}", "{'id':2,'connect':{'token':'GOOD'}}"})
    void endsWhatGoesOnOtherwise(String frame) {
        CentrifugeClient client = alice().say(frame.replace('\'', '"').replace("GOOD", Tokens.of("alice")));

        assertThat(client.closed()).isEqualTo("3501 bad request");
        assertThat(client.lines()).hasSize(1);
        assertThat(fleet.metric("bouncer.closes", Map.of("app", "chat", "reason", "bad-request"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "subscribe; {'id':2,'error':{'code':103,'message':'permission denied'}}",
            "publish; {'id':2,'error':{'code':103,'message':'permission denied'}}",
            "sub_refresh; {'id':2,'error':{'code':103,'message':'permission denied'}}",
            "presence; {'id':2,'error':{'code':108,'message':'not available'}}",
            "presence_stats; {'id':2,'error':{'code':108,'message':'not available'}}",
            "history; {'id':2,'error':{'code':108,'message':'not available'}}",
            "rpc; {'id':2,'error':{'code':108,'message':'not available'}}",
            "ping; {'id':2,'ping':{}}", "unsubscribe; {'id':2,'unsubscribe':{}}"})
    void answersCommandsAboutWhatItDoesNotCarry(String command, String answer) {
        CentrifugeClient client = alice().say("{\"send\":{\"data\":1}}")
                .say("{\"id\":2,\"" + command + "\":{\"channel\":\"news\"}}");

        assertThat(client.frame(1)).isEqualTo(answer.replace('\'', '"'));
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void takesManyCommandsInOneFrame() {
        List<String> commands = IntStream.rangeClosed(2, 128).mapToObj(id -> "{\"id\":" + id + ",\"ping\":{}}")
                .toList();
        CentrifugeClient client = CentrifugeClient.open(spoken, fleet.uri()).say(
                CentrifugeClient.connectCommand(Tokens.of("alice")) + "\n" + String.join("\n", commands) + "\n");

        await().until(() -> client.lines().size() == 128);
        assertThat(client.lines().subList(1, 128)).isEqualTo(commands);
        client.say(String.join("\n", commands) + "\n{\"id\":200,\"ping\":{}}\n{\"id\":201,\"ping\":{}}");
        assertThat(client.closed()).isEqualTo("3501 bad request");
        assertThat(client.lines()).hasSize(128);
    }

    @Test
    void answersWhatWasRightBeforeItEndsForTheRest() {
        CentrifugeClient client = alice().say("{\"id\":2,\"ping\":{}}\nnot JSON\n{\"id\":3,\"ping\":{}}");

        assertThat(client.closed()).isEqualTo("3501 bad request");
        assertThat(client.lines()).hasSize(2).endsWith("{\"id\":2,\"ping\":{}}");
    }

    @Test
    void closesTheBlockedWithoutAWordAndRefusesThemUntilTheUnblock() {
        CentrifugeClient client = alice();
        CentrifugeClient bob = CentrifugeClient.connect(spoken, fleet.uri(), Tokens.of("bob"));
        fleet.block(ALICE, null, "You are blocked for spam.");

        assertThat(client.closed()).isEqualTo("3503 force disconnect");
        assertThat(client.lines()).hasSize(1);
        assertThat(bob.isOpen()).isTrue();
        CentrifugeClient again = CentrifugeClient.open(spoken, fleet.uri())
                .say(CentrifugeClient.connectCommand(Tokens.of("alice")));
        assertThat(again.closed()).isEqualTo("3507 permission denied");
        assertThat(again.lines()).isEmpty();

        fleet.unblock(ALICE);
        alice();
    }

    @Test
    void refusesWhoComesFromABlockedRange() {
        fleet.block(SubjectKey.of("chat", SubjectKind.IP, "127.0.0.0/8"), null, null);

        assertThat(
                CentrifugeClient.open(spoken, fleet.uri()).say(CentrifugeClient.connectCommand(Tokens.of("alice")))
                        .closed())
                .isEqualTo("3507 permission denied");
    }

    @Test
    void closesTheTerminatedAsThePublisherWantsIt() {
        CentrifugeClient usual = alice();
        fleet.terminate(ALICE, Termination.ALL);
        assertThat(usual.closed()).isEqualTo("3503 force disconnect");
        await().until(() -> fleet.sessions().size() == 0);

        CentrifugeClient custom = alice();
        UUID session = fleet.sessions().getFirst().id();
        CentrifugeClient other = alice();
        fleet.terminate(ALICE, new Termination(Set.of(session), Set.of(), new Termination.Close(4500, "go away")));
        assertThat(custom.closed()).isEqualTo("4500 go away");
        assertThat(custom.lines()).hasSize(1);
        assertThat(other.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'jti':'t-1'}", "{'sub':'','jti':'t-1'}", "{'sub':null,'jti':'t-1'}"})
    void takesClientsWithoutANameButNotInTheNativeProtocol(String claims) {
        CentrifugeClient client = CentrifugeClient.connect(spoken, fleet.uri(), token(claims));

        assertThat(fleet.subjects()).extracting(Object::toString)
                .containsExactlyInAnyOrder("chat:token:t-1", "chat:ip:127.0.0.1");
        fleet.block(SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"), null, null);
        assertThat(client.closed()).isEqualTo("3503 force disconnect");
        assertThat(TestClient.connect(fleet.uri(), "/v1/apps/chat/connect?token=" + token(claims)).closed())
                .isEqualTo("4401 unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CATCHING_UP", "STALE"})
    void sendsClientsElsewhereWhileItDoesNotKnow(Readiness readiness) {
        fleet.become(readiness);

        assertThat(
                CentrifugeClient.open(spoken, fleet.uri()).say(CentrifugeClient.connectCommand(Tokens.of("alice")))
                        .closed())
                .isEqualTo("3004 temporarily unavailable");
    }

    @Test
    void letsClientsGoWhenItShutsDown() throws InterruptedException {
        CentrifugeClient client = alice();
        CentrifugeClient open = CentrifugeClient.open(spoken, fleet.uri());
        fleet.drain();

        assertThat(client.closed()).isEqualTo("3001 shutdown");
        assertThat(CentrifugeClient.open(spoken, fleet.uri()).closed()).isEqualTo("3001 shutdown");
        try {
            open.say(CentrifugeClient.connectCommand(Tokens.of("bob")));
        } catch (CompletionException e) {
            // It was opened so late that it was told at once.
        }
        assertThat(open.closed()).isEqualTo("3001 shutdown");
        assertThat(open.lines()).isEmpty();
    }

    @Test
    void keepsToTheRulesForConnections() {
        AppConfig strict = new AppConfig("chat", List.of(), Tokens.chat().tokens(), null,
                new ConnectionRules(Set.of("https://example.com"), 0, 1, 0));
        try (TestEdge limited = new TestEdge(List.of(strict))) {
            CentrifugeClient.connect(spoken, limited.uri(), Tokens.of("alice"));
            CentrifugeClient second = CentrifugeClient.open(spoken, limited.uri())
                    .say(CentrifugeClient.connectCommand(Tokens.of("alice")));
            assertThat(second.closed()).isEqualTo("3504 connection limit");

            CentrifugeClient page = new CentrifugeClient(spoken, TestClient.connectWithHeader(limited.uri(),
                    spoken.path, "Origin", "https://evil.example"))
                    .say(CentrifugeClient.connectCommand(Tokens.of("bob")));
            assertThat(page.closed()).isEqualTo("3507 permission denied");
            assertThat(page.lines()).isEmpty();
        }
    }

    @Test
    void forgetsSessionsWhoseClientLeaves() {
        TestClient client = TestClient.connect(fleet.uri(), spoken.path);
        new CentrifugeClient(spoken, client).say(CentrifugeClient.connectCommand(Tokens.of("alice"))).heard(0,
                "connect");
        client.socket().sendClose(1000, "bye").join();

        await().until(() -> fleet.sessions().size() == 0);
        assertThat(fleet.metric("bouncer.sessions", Map.of("app", "chat"))).isZero();
    }
}
