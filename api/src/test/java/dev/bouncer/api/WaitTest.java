package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are waited for, commands that are asked about, and the edges. */
class WaitTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";
    private static final List<Long> NOTHING = List.of(0L, 0L, 0L);
    private static final List<Long> ALL = List.of(1_000L, 1_000L, 1_000L);

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();
    private final ApiClient admin = new ApiClient(api.uri(), RunningApi.ADMIN);

    private void announce(String edge, List<Long> applied) {
        api.edges.heard(new EdgeAnnouncement(edge, "1.2.3", null, RunningApi.NOW, true, applied,
                Duration.ofSeconds(20), List.of(), RunningApi.NOW), Duration.ZERO);
        api.confirmations.check();
    }

    private void known() {
        api.edges.readUpTo(api.nanos.get());
    }

    @Test
    void answersWhenEveryEdgeHasEnforcedIt() {
        known();
        announce("edge-1", NOTHING);
        announce("edge-2", ALL);
        CompletableFuture<ApiClient.Answer> asked = client.sendAsync("PUT", ALICE + "?wait=20s", "{}");
        await().until(() -> api.publisher.log().size() == 1);
        UUID command = api.publisher.log().getFirst().id();
        api.recent.reported(new EnforcementReport(command, "edge-1", 3, Duration.ofMillis(5), RunningApi.NOW));
        api.recent.reported(new EnforcementReport(command, "edge-2", 1, Duration.ofMillis(7), RunningApi.NOW));
        assertThat(asked).isNotDone();

        announce("edge-1", ALL);

        JsonNode answer = asked.join().json();
        assertThat(answer.path("command").asText()).isEqualTo(command.toString());
        assertThat(answer.path("enforced").asBoolean()).isTrue();
        assertThat(answer.path("edges").asInt()).isEqualTo(2);
        assertThat(answer.path("sessions_closed").asInt()).isEqualTo(4);
        assertThat(answer.path("slowest_ms").asInt()).isEqualTo(7);
        assertThat(answer.has("missing")).isFalse();
        assertThat(api.publisher.toBeConfirmed()).isEqualTo(1);
    }

    @Test
    void namesTheEdgesThatAreMissingWhenTheTimeIsOverAndTheCommandStands() {
        known();
        announce("edge-1", ALL);
        announce("edge-2", NOTHING);
        announce("edge-3", NOTHING);
        api.nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        announce("edge-2", NOTHING);

        JsonNode answer = client.delete("/v1/apps/chat/sessions/user/alice?wait=5ms", "").json();

        assertThat(answer.path("enforced").asBoolean(true)).isFalse();
        assertThat(answer.path("edges").asInt()).isEqualTo(1);
        assertThat(answer.path("missing")).extracting(JsonNode::asText).containsExactly("edge-2", "edge-3");
        assertThat(answer.path("silent")).extracting(JsonNode::asText).containsExactly("edge-3");
        assertThat(answer.path("sessions_closed").asInt(-1)).isZero();
        assertThat(answer.has("slowest_ms")).isFalse();
        assertThat(api.publisher.log()).hasSize(1);
    }

    @Test
    void aPreferenceIsMetAndSaidToBe() {
        known();
        announce("edge-1", ALL);

        ApiClient.Answer unblocked = client.delete(ALICE, "", "Prefer", "respond-async, Wait=2");
        assertThat(unblocked.json().path("enforced").asBoolean()).isTrue();
        assertThat(unblocked.header("Preference-Applied")).isEqualTo("wait=2");

        assertThat(client.delete(ALICE, "", "Prefer", "wait=3600").header("Preference-Applied")).isEqualTo("wait=20");
        ApiClient.Answer ignored = client.delete(ALICE, "", "Prefer", "wait=soon");
        assertThat(ignored.json().has("enforced")).isFalse();
        assertThat(ignored.header("Preference-Applied")).isEmpty();
        ApiClient.Answer query = client.delete(ALICE + "?wait=1s", "", "Prefer", "wait=2");
        assertThat(query.json().path("enforced").asBoolean()).isTrue();
        assertThat(query.header("Preference-Applied")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "0ms", "21s", "20001ms", "2", "2m", "-1s", "1.5s", "soon"})
    void refusesOtherTimes(String wait) {
        known();

        assertThat(client.put(ALICE + "?wait=" + wait, "{}").isProblem(400, "malformed-request").detail())
                .isEqualTo("wait: expected 1ms to 20s, got '" + wait + "'");
        assertThat(api.publisher.given()).isZero();
    }

    @Test
    void nothingIsDoneWhereItIsNotKnownWhomToWaitFor() {
        client.put(ALICE + "?wait=2s", "{}").isProblem(503, "not-ready");
        client.post("/v1/apps/chat/commands?wait=2s", "").isProblem(503, "not-ready");
        admin.get("/v1/edges").isProblem(503, "not-ready");

        assertThat(api.publisher.given()).isZero();
        assertThat(client.put(ALICE, "{}").status()).isEqualTo(200);
    }

    @Test
    void withoutItNothingIsAskedOfTheEdges() {
        known();
        announce("edge-1", NOTHING);

        ApiClient.Answer answer = client.put(ALICE, "{}");

        assertThat(answer.json().has("enforced")).isFalse();
        assertThat(api.publisher.toBeConfirmed()).isZero();
    }

    @Test
    void everyLineIsWaitedForAndNoneForItsNeighbour() {
        known();
        announce("edge-1", NOTHING);
        String line = "{\"type\":\"unblock\",\"subject\":{\"kind\":\"user\",\"id\":\"bob\"}}\n";

        List<JsonNode> results = client.post("/v1/apps/chat/commands?wait=300ms", line.repeat(20) + "no command\n")
                .body().lines().map(ApiClient::json).toList();

        assertThat(results).hasSize(21);
        assertThat(results.subList(0, 20)).allSatisfy(result -> {
            assertThat(result.path("outcome").asText()).isEqualTo("accepted");
            assertThat(result.path("enforced").asBoolean(true)).isFalse();
            assertThat(result.path("missing").path(0).asText()).isEqualTo("edge-1");
        });
        assertThat(results.getLast().path("outcome").asText()).isEqualTo("rejected");
        assertThat(api.publisher.toBeConfirmed()).isEqualTo(20);
    }

    @Test
    void aRetryMayWaitForWhatWasDoneBefore() {
        known();
        announce("edge-1", ALL);
        client.put(ALICE, "{}", "Idempotency-Key", "k");

        JsonNode answer = client.put(ALICE + "?wait=2s", "{}", "Idempotency-Key", "k").json();

        assertThat(answer.path("enforced").asBoolean()).isTrue();
        assertThat(api.publisher.log()).hasSize(1);
    }

    @Test
    void tellsHowFarACommandHasCome() {
        known();
        announce("edge-1", ALL);
        announce("edge-2", NOTHING);
        client.put(ALICE, "{}");
        Command command = api.publisher.log().getFirst();
        String path = "/v1/apps/chat/commands/" + command.id();
        client.get(path).isProblem(404, "no-such-command");
        api.recent.read(new Decoded.Valid(command, new Position(2, 41), RunningApi.NOW), false);
        api.recent.reported(new EnforcementReport(command.id(), "edge-1", 3, Duration.ofMillis(5), RunningApi.NOW));

        assertThat(client.get(path).json()).isEqualTo(ApiClient.json("""
                {"command":"%s","type":"block","subject":{"kind":"user","id":"alice"},"at":"2026-11-01T12:00:00.000Z",
                "position":{"partition":2,"offset":41},"materialized":false,"enforced":false,"confirmed":["edge-1"],
                "missing":["edge-2"],"silent":[],"sessions_closed":3,"slowest_ms":5,
                "enforcements":[{"edge":"edge-1","sessions":3,"ms":5}]}""".formatted(command.id())));
    }

    @Test
    void whoeverGaveACommandMayWaitForItLater() {
        known();
        announce("edge-1", NOTHING);
        client.put(ALICE, "{}");
        Command command = api.publisher.log().getFirst();
        String path = "/v1/apps/chat/commands/" + command.id() + "?wait=";
        ApiClient moderator = new ApiClient(api.uri(), RunningApi.MODERATOR);
        CompletableFuture<ApiClient.Answer> asked = moderator.sendAsync("GET", path + "20s", "");
        await().until(() -> api.recent.isAwaited(command.id()));
        api.recent.read(new Decoded.Valid(command, new Position(2, 41), RunningApi.NOW), false);
        assertThat(moderator.get(path + "5ms").json().path("missing")).extracting(JsonNode::asText)
                .containsExactly("edge-1");
        assertThat(asked).isNotDone();

        announce("edge-1", ALL);

        assertThat(asked.join().json().path("enforced").asBoolean()).isTrue();
    }

    @Test
    void nothingIsKeptOfWhatDoesNotCome() {
        known();
        UUID madeUp = UUID.randomUUID();

        client.get("/v1/apps/chat/commands/" + madeUp + "?wait=5ms").isProblem(404, "no-such-command");

        assertThat(api.recent.isAwaited(madeUp)).isFalse();
    }

    @Test
    void aNodeThatDoesNotKnowTheEdgesSaysNothingOfThem() {
        client.put(ALICE, "{}");
        Command command = api.publisher.log().getFirst();
        api.recent.read(new Decoded.Valid(command, new Position(2, 41), RunningApi.NOW), false);

        client.get("/v1/apps/chat/commands/" + command.id()).isProblem(503, "not-ready");
        client.put(ALICE + "?wait=2s", "{}").isProblem(503, "not-ready");
        ApiClient.Answer preferred = client.put(ALICE, "{}", "Prefer", "wait=2");
        assertThat(preferred.status()).as("a preference is no condition").isEqualTo(200);
        assertThat(preferred.header("Preference-Applied")).isEmpty();
        assertThat(preferred.json().has("enforced")).isFalse();
    }

    @Test
    void anotherAppsCommandIsNone() {
        client.put(ALICE, "{}");
        Command command = api.publisher.log().getFirst();
        api.recent.read(new Decoded.Valid(command, new Position(2, 41), RunningApi.NOW), false);
        ApiClient other = new ApiClient(api.uri(), RunningApi.OTHER_APP);

        other.get("/v1/apps/other/commands/" + command.id()).isProblem(404, "no-such-command");
        other.get("/v1/apps/chat/commands/" + command.id()).isProblem(404, "no-such-app");
        client.get("/v1/apps/chat/commands/x").isProblem(400, "malformed-request");
        new ApiClient(api.uri(), RunningApi.GUARD).get("/v1/apps/chat/commands/" + command.id()).isProblem(403,
                "missing-scope");
    }

    @Test
    void operatorsSeeTheEdgesAndForgetOne() {
        known();
        announce("edge-1", ALL);
        announce("edge-2", NOTHING);
        api.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        announce("edge-1", ALL);

        assertThat(admin.get("/v1/edges").json()).isEqualTo(ApiClient
                .json("""
                {"edges":[{"edge":"edge-1","version":"1.2.3","started_at":"2026-11-01T12:00:00.000Z","ready":true,
                "silent":false,"silent_ms":0,"counted":true,"contested":false,"fence_after_ms":20000,
                "applied":[1000,1000,1000]},
                {"edge":"edge-2","version":"1.2.3","started_at":"2026-11-01T12:00:00.000Z","ready":true,
                "silent":true,"silent_ms":6000,"counted":true,"contested":false,"fence_after_ms":20000,"applied":[0,0,0]}]}"""));

        admin.delete("/v1/edges/edge-1", "").isProblem(409, "edge-not-silent");
        assertThat(api.forgotten).isEmpty();

        CompletableFuture<ApiClient.Answer> asked = client.sendAsync("PUT", ALICE + "?wait=20s", "{}");
        await().until(() -> api.publisher.log().size() == 1);
        assertThat(admin.delete("/v1/edges/edge-2", "").json().path("edge").asText()).isEqualTo("edge-2");

        assertThat(asked.join().json().path("enforced").asBoolean()).isTrue();
        assertThat(api.forgotten).containsExactly("edge-2");
        admin.delete("/v1/edges/edge-2", "").isProblem(404, "no-such-edge");
    }

    @Test
    void anEdgeIsForgottenOnlyWhereTheyAreKnownAndKafkaAcknowledgesIt() {
        admin.delete("/v1/edges/edge-1", "").isProblem(503, "not-ready");
        known();
        announce("edge-1", ALL);
        api.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        api.edgesLogIsAway = true;
        ApiClient.Answer answer = admin.delete("/v1/edges/edge-1", "").isProblem(503, "outcome-unknown");
        assertThat(answer.detail()).isEqualTo("Kafka did not acknowledge it in time; to try again is safe");
        assertThat(admin.get("/v1/edges").json().path("edges").size()).isEqualTo(1);
    }

    @Test
    void nobodyElseDoes() {
        known();
        client.get("/v1/edges").isProblem(403, "missing-scope");
        client.delete("/v1/edges/edge-1", "").isProblem(403, "missing-scope");
        new ApiClient(api.uri(), "wrong").get("/v1/edges").isProblem(401, "unauthenticated");
        assertThat(api.forgotten).isEmpty();
    }
}
