package dev.bouncer.edge.protocol.pusher;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.TestFleet;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** Who a connection is, and what commands about them do to it. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class PusherUsersTest {
    private static final SubjectKey ALICE = TestEdge.user("alice");
    private static final SubjectKey BOB = TestEdge.user("bob");
    private static final SubjectKey HERE = SubjectKey.of("chat", SubjectKind.IP, "127.0.0.1");

    private TestFleet fleet;

    PusherUsersTest(int nodes) {
        this.fleet = new TestFleet(nodes, PusherClient.chat());
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    // On one node, since limits are a node's own.
    private void restart(boolean identifyByPresence, ConnectionRules rules) {
        fleet.close();
        fleet = new TestFleet(1, PusherClient.chat(identifyByPresence, rules));
    }

    private static void joined(PusherClient client, String channel, String user) {
        client.join(channel, "{\"user_id\":\"" + user + "\"}");
        assertThat(client.answer()).contains("subscription_succeeded");
    }

    @Test
    void isAnAddressUntilSomebodySignsIn() {
        PusherClient client = PusherClient.connect(fleet.uri());
        assertThat(fleet.subjects()).containsExactly(HERE);

        client.signIn("alice");
        assertThat(client.answer()).contains("signin_success");
        assertThat(fleet.subjects()).containsExactlyInAnyOrder(HERE, ALICE);
    }

    @Test
    void closesWhoIsTerminatedAndNobodyElse() {
        PusherClient alice = PusherClient.connectAs(fleet.uri(), "alice");
        PusherClient bob = PusherClient.connectAs(fleet.uri(), "bob");
        PusherClient nobody = PusherClient.connect(fleet.uri());
        fleet.terminate(ALICE, Termination.ALL);

        assertThat(alice.answer()).isEqualTo("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,"
                + "\"message\":\"You got disconnected by the app.\"}}");
        assertThat(alice.closed()).isEqualTo("4009 You got disconnected by the app.");
        bob.sync();
        nobody.sync();
        PusherClient.connectAs(fleet.uri(), "alice").sync();
    }

    @Test
    void closesWithItsOwnCodeWhateverTheCommandWantsAndTellsItsReason() {
        PusherClient alice = PusherClient.connectAs(fleet.uri(), "alice");
        fleet.terminate(ALICE, new Termination(Set.of(), Set.of(), new Termination.Close(4201, "bye")));
        assertThat(alice.answer())
                .isEqualTo("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,\"message\":\"bye\"}}");
        assertThat(alice.closed()).isEqualTo("4009 bye");

        PusherClient again = PusherClient.connectAs(fleet.uri(), "alice");
        fleet.terminate(ALICE, new Termination(Set.of(), Set.of(), new Termination.Close(4201, "")));
        assertThat(again.closed()).isEqualTo("4009 You got disconnected by the app.");
    }

    @Test
    void closesAndRefusesTheBlockedUntilTheyAreUnblocked() {
        PusherClient alice = PusherClient.connectAs(fleet.uri(), "alice");
        fleet.block(ALICE, Instant.parse("2999-12-01T12:00:00Z"), "You are blocked for spam.");
        String told = "4009 You are blocked for spam. (until 2999-12-01T12:00:00.000Z)";
        assertThat(alice.closed()).isEqualTo(told);

        PusherClient again = PusherClient.connect(fleet.uri());
        again.signIn("alice");
        assertThat(again.closed()).isEqualTo(told);
        PusherClient bob = PusherClient.connectAs(fleet.uri(), "bob");
        bob.join("presence-room", "{\"user_id\":\"alice\"}");
        assertThat(bob.closed()).isEqualTo(told);
        await().until(() -> fleet.sessions().size() == 0);

        fleet.unblock(ALICE);
        PusherClient.connectAs(fleet.uri(), "alice").sync();
    }

    @Test
    void whoSignedInBeforeAnInvalidationIsToSignInAgain() {
        PusherClient alice = PusherClient.connectAs(fleet.uri(), "alice");
        PusherClient member = PusherClient.connectAs(fleet.uri(), "bob");
        joined(member, "presence-room", "alice");
        PusherClient bob = PusherClient.connectAs(fleet.uri(), "bob");
        fleet.invalidate(ALICE, Instant.now().plusMillis(1), "Please sign in again.");

        assertThat(alice.answer()).isEqualTo("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,"
                + "\"message\":\"Please sign in again.\"}}");
        assertThat(alice.closed()).isEqualTo("4100 Please sign in again.");
        assertThat(member.closed()).isEqualTo("4100 Please sign in again.");
        bob.sync();
        await().until(() -> fleet.sessions().size() == 1);
        PusherClient.connectAs(fleet.uri(), "alice").sync();
    }

    // Or whoever is to be signed out would show again what was signed before.
    @Test
    void aProofShownAgainIsAsOldAsItsConnection() {
        PusherClient alice = PusherClient.connectAs(fleet.uri(), "alice");
        PusherClient member = PusherClient.connect(fleet.uri());
        joined(member, "presence-room", "alice");
        Instant between = Instant.now().plusMillis(1);
        await().until(() -> Instant.now().isAfter(between));
        alice.signIn("alice");
        assertThat(alice.answer()).contains("signin_success");
        joined(member, "presence-room", "alice");

        fleet.invalidate(ALICE, between, null);

        assertThat(alice.closed()).isEqualTo("4100 Sign in again.");
        assertThat(member.closed()).isEqualTo("4100 Sign in again.");
    }

    @Test
    void whoSignsInOnAConnectionOfBeforeAnInvalidationIsToConnectAgain() {
        PusherClient waiting = PusherClient.connect(fleet.uri());
        Instant between = Instant.now().plusMillis(1);
        await().until(() -> Instant.now().isAfter(between));
        fleet.invalidate(ALICE, between, null);
        waiting.sync();
        waiting.signIn("alice");

        assertThat(waiting.closed()).isEqualTo("4100 Sign in again.");
        PusherClient.connectAs(fleet.uri(), "alice").sync();
    }

    @Test
    void nobodySignsInBeforeTheTimeThatAnInvalidationNames() {
        fleet.invalidate(ALICE, Instant.now().plusSeconds(60), null);
        PusherClient client = PusherClient.connect(fleet.uri());
        client.signIn("alice");

        assertThat(client.closed()).isEqualTo("4100 Sign in again.");
        await().until(() -> fleet.sessions().size() == 0);
    }

    @Test
    void refusesABlockedAddressAtOnce() {
        fleet.block(SubjectKey.of("chat", SubjectKind.IP, "127.0.0.0/8"), null, null);
        TestClient client = TestClient.connect(fleet.uri(), PusherClient.PATH);

        assertThat(client.closed()).isEqualTo("4009 You are blocked.");
        assertThat(client.frames()).hasSize(1);
    }

    @Test
    void isOneUserBySignInTheLast() {
        PusherClient client = PusherClient.connectAs(fleet.uri(), "alice");
        client.signIn("alice");
        assertThat(client.answer()).contains("signin_success");
        client.signIn("bob");
        assertThat(client.answer()).contains("signin_success");
        assertThat(fleet.subjects()).containsExactlyInAnyOrder(HERE, BOB);

        fleet.terminate(ALICE, Termination.ALL);
        client.sync();
        fleet.terminate(BOB, Termination.ALL);
        assertThat(client.closed()).startsWith("4009 ");
    }

    @Test
    void isWhoeverJoinedAPresenceChannelAsWell() {
        PusherClient client = PusherClient.connect(fleet.uri());
        joined(client, "presence-room", "alice");
        client.send("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"presence-room\"}}");
        client.signIn("alice");
        assertThat(client.answer()).contains("signin_success");
        client.signIn("bob");
        assertThat(client.answer()).contains("signin_success");
        assertThat(fleet.subjects()).containsExactlyInAnyOrder(HERE, ALICE, BOB);

        fleet.terminate(ALICE, Termination.ALL);
        assertThat(client.closed()).startsWith("4009 ");
    }

    @Test
    void isNobodyByPresenceWhereThatIsOff() {
        restart(false, ConnectionRules.NONE);
        PusherClient client = PusherClient.connect(fleet.uri());
        joined(client, "presence-room", "alice");

        assertThat(fleet.subjects()).containsExactly(HERE);
    }

    @Test
    void isNoMoreUsersByPresenceThanItMay() {
        PusherClient client = PusherClient.connect(fleet.uri());
        for (int i = 0; i < PusherUsers.MAX_PRESENT; i++)
            client.join("presence-room", "{\"user_id\":\"user-" + i + "\"}");
        client.sync(PusherUsers.MAX_PRESENT);
        client.join("presence-room", "{\"user_id\":\"one-more\"}");

        assertThat(client.answer()).contains("pusher:subscription_error", "\"type\":\"LimitReached\"");
        joined(client, "presence-other", "user-0");
        assertThat(fleet.subjects()).hasSize(1 + PusherUsers.MAX_PRESENT);
    }

    @Test
    void letsNoMoreConnectionsOfAUserInThanItMay() {
        restart(true, new ConnectionRules(Set.of(), 0, 1, 0));
        PusherClient first = PusherClient.connectAs(fleet.uri(), "alice");
        first.signIn("alice");
        assertThat(first.answer()).contains("signin_success");
        joined(first, "presence-room", "alice");

        PusherClient second = PusherClient.connect(fleet.uri());
        second.signIn("alice");
        assertThat(second.closed()).isEqualTo("4004 Application is over connection quota");

        PusherClient third = PusherClient.connectAs(fleet.uri(), "bob");
        first.client().socket().sendClose(1000, "bye").join();
        await().until(() -> fleet.sessions().size() == 1);
        third.signIn("alice");
        assertThat(third.answer()).contains("signin_success");
        PusherClient.connectAs(fleet.uri(), "bob").sync();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1"})
    void letsNoMoreConnectionsInThanTheAppOrTheAddressMayHave(int max, int perAddress) {
        restart(true, new ConnectionRules(Set.of(), max, 0, perAddress));
        PusherClient first = PusherClient.connectAs(fleet.uri(), "alice");
        TestClient second = TestClient.connect(fleet.uri(), PusherClient.PATH);

        assertThat(second.closed()).isEqualTo("4004 Application is over connection quota");
        first.client().socket().sendClose(1000, "bye").join();
        await().until(() -> fleet.sessions().size() == 0);
        PusherClient.connectAs(fleet.uri(), "alice").sync();
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        restart(true, new ConnectionRules(Set.of("https://chat.example"), 0, 0, 0));
        TestClient stranger = TestClient.connectWithHeader(fleet.uri(), PusherClient.PATH, "Origin",
                "https://evil.example");
        assertThat(stranger.closed()).isEqualTo("4009 Origin not allowed");

        TestClient own = TestClient.connectWithHeader(fleet.uri(), PusherClient.PATH, "Origin",
                "https://chat.example");
        assertThat(own.frame(0).path("event").asText()).isEqualTo("pusher:connection_established");
    }

    @Test
    void sendsClientsElsewhereWhileItDoesNotKnow() {
        fleet.become(Readiness.STALE);
        TestClient client = TestClient.connect(fleet.uri(), PusherClient.PATH);

        assertThat(client.closed()).isEqualTo("4100 Over capacity");
        assertThat(client.frames()).containsExactly(
                "{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Over capacity\"}}");
        assertThat(fleet.metric("bouncer.connects", Map.of("outcome", "unavailable"))).isEqualTo(1);
    }

    @Test
    void keepsWhoItKnowsWhileItDoesNotKnowTheRest() {
        PusherClient client = PusherClient.connectAs(fleet.uri(), "alice");
        fleet.become(Readiness.STALE);
        client.signIn("alice");
        assertThat(client.answer()).contains("signin_success");
        joined(client, "presence-room", "alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CATCHING_UP", "STALE"})
    void letsNobodySignInWhileItDoesNotKnow(Readiness readiness) {
        PusherClient client = PusherClient.connect(fleet.uri());
        fleet.become(readiness);
        client.sync();
        client.signIn("alice");

        assertThat(client.closed()).isEqualTo("4100 Over capacity");
    }

    @Test
    void keepsCountOfThoseWhoAreThere() {
        PusherClient client = PusherClient.connectAs(fleet.uri(), "alice");
        assertThat(fleet.metric("bouncer.sessions", Map.of("app", "chat"))).isEqualTo(1);
        client.client().socket().abort();

        await().until(() -> fleet.sessions().size() == 0);
        assertThat(fleet.metric("bouncer.sessions", Map.of("app", "chat"))).isZero();
        assertThat(fleet.sessionsOf(ALICE)).isEmpty();
    }
}
