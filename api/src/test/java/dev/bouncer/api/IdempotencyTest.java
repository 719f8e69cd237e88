package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";
    private static final String BODY = "{\"for\":\"2h\"}";
    private static final String KEY = "Idempotency-Key";

    @AutoClose
    private final RunningApi api = new RunningApi();
    @AutoClose
    private final RunningApi otherNode = new RunningApi();
    private final ApiClient client = api.client();

    @Test
    void aRetryIsAnsweredWithoutSendingAgain() {
        ApiClient.Answer first = client.put(ALICE, BODY, KEY, "k1");
        api.now.set(RunningApi.NOW.plusSeconds(60));
        ApiClient.Answer retry = client.put(ALICE, BODY, KEY, "k1");
        assertThat(retry.status()).isEqualTo(200);
        assertThat(retry.body()).isEqualTo(first.body());
        assertThat(api.publisher.given()).isEqualTo(1);
    }

    @Test
    void anotherKeyIsAnotherCommandEvenIfItDiffersOnlyInCase() {
        String one = client.put(ALICE, BODY, KEY, "key-a").json().path("command").asText();
        String two = client.put(ALICE, BODY, KEY, "KEY-A").json().path("command").asText();
        assertThat(two).isNotEqualTo(one);
        assertThat(api.publisher.log()).hasSize(2);
    }

    @Test
    void aRetryOnAnotherNodeIsTheSameCommand() {
        ApiClient.Answer first = client.put(ALICE, BODY, KEY, "k1");
        ApiClient.Answer elsewhere = otherNode.client().put(ALICE, BODY, KEY, "k1");
        assertThat(elsewhere.json().path("command")).isEqualTo(first.json().path("command"));
    }

    @Test
    void keysOfDifferentApiKeysHaveNothingToDoWithEachOther() {
        client.put(ALICE, BODY, KEY, "k1");
        ApiClient.Answer other = new ApiClient(api.uri(), RunningApi.ADMIN).put(ALICE, "", KEY, "k1");
        assertThat(other.status()).isEqualTo(200);
        assertThat(api.publisher.log().stream().map(Command::id).distinct()).hasSize(2);
    }

    @Test
    void theSameKeyForSomethingElseIsRefused() {
        client.put(ALICE, BODY, KEY, "k1");
        client.put(ALICE, "{\"for\":\"3h\"}", KEY, "k1").isProblem(422, "idempotency-key-reused");
        client.put("/v1/apps/chat/blocks/user/bob", BODY, KEY, "k1").isProblem(422, "idempotency-key-reused");
        client.delete(ALICE, "", KEY, "k1").isProblem(422, "idempotency-key-reused");
        client.delete("/v1/apps/chat/sessions/user/alice", "", KEY, "k1").isProblem(422, "idempotency-key-reused");
        assertThat(api.publisher.given()).isEqualTo(1);
    }

    @Test
    void requestsAtTheSameTimeShareOneCommand() {
        api.publisher.hold();
        List<CompletableFuture<ApiClient.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(client.sendAsync("PUT", ALICE, BODY, KEY, "k1"));
        }
        await().until(() -> api.publisher.held() == 1);
        ApiClient.Answer conflicting = client.put(ALICE, "", KEY, "k1");
        api.publisher.release();
        assertThat(answers.stream().map(answer -> answer.join().body()).distinct()).hasSize(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        conflicting.isProblem(422, "idempotency-key-reused");
        assertThat(api.publisher.given()).isEqualTo(1);
    }

    @Test
    void afterAnUnknownOutcomeTheVerySameCommandIsSentAgain() {
        api.publisher.fail(new Outcome.Unknown("late"), true);
        client.put(ALICE, BODY, KEY, "k1").isProblem(503, "outcome-unknown");
        api.publisher.recover();
        api.now.set(RunningApi.NOW.plusSeconds(60));
        assertThat(client.put(ALICE, BODY, KEY, "k1").status()).isEqualTo(200);
        assertThat(api.publisher.log()).hasSize(2);
        assertThat(api.publisher.log().get(1)).isEqualTo(api.publisher.log().get(0));
        assertThat(client.put(ALICE, BODY, KEY, "k1").status()).isEqualTo(200);
        assertThat(api.publisher.given()).isEqualTo(2);
    }

    @Test
    void whatWasNotDoneCountsItsTimeFromTheRetry() {
        api.publisher.fail(new Outcome.NotDone("away"), false);
        client.put(ALICE, BODY, KEY, "k1").isProblem(503, "not-done");
        api.publisher.recover();
        api.now.set(RunningApi.NOW.plus(Duration.ofHours(3)));
        assertThat(client.put(ALICE, BODY, KEY, "k1").json().path("expires_at").asText())
                .isEqualTo("2026-11-01T17:00:00.000Z");
    }

    @Test
    void anEndThatHasPassedSinceIsNoReasonToRefuseARetry() {
        String body = "{\"expires_at\":\"2026-11-01T12:00:10Z\"}";
        client.put(ALICE, body, KEY, "k1");
        api.now.set(RunningApi.NOW.plusSeconds(60));
        assertThat(client.put(ALICE, body, KEY, "k1").status()).isEqualTo(200);
    }

    @Test
    void afterADayItIsSentAgainUnderTheSameId() {
        String id = client.put(ALICE, BODY, KEY, "k1").json().path("command").asText();
        api.now.set(RunningApi.NOW.plus(Duration.ofHours(25)));
        assertThat(client.put(ALICE, BODY, KEY, "k1").json().path("command").asText()).isEqualTo(id);
        assertThat(api.publisher.given()).isEqualTo(2);
    }

    @Test
    void aRefusedRequestDoesNotUseUpItsKey() {
        client.put(ALICE, "{\"for\":\"2 bananas\"}", KEY, "k1").isProblem(400, "malformed-request");
        assertThat(client.put(ALICE, BODY, KEY, "k1").status()).isEqualTo(200);
    }

    @Test
    void theLongestKeyIsTaken() {
        assertThat(client.put(ALICE, BODY, KEY, "~".repeat(255)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "too long", "a\tb"})
    void aWrongKeyIsRefused(String key) {
        String value = key.equals("too long") ? "x".repeat(256) : key;
        assertThat(client.put(ALICE, BODY, KEY, value).isProblem(400, "malformed-request").detail())
                .isEqualTo("Idempotency-Key: expected 1 to 255 printable ASCII characters");
    }

    @Test
    void twoKeysAreRefused() {
        assertThat(client.put(ALICE, BODY, KEY, "a", KEY, "b").isProblem(400, "malformed-request").detail())
                .isEqualTo("Idempotency-Key: expected it once, got it 2 times");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PUT|blocks/user/alice|{\"for\":\"3h\"}",
            "PUT|blocks/user/bob|{\"for\":\"2h\"}",
            "DELETE|blocks/user/alice|''", "DELETE|sessions/user/alice|''"})
    void theSameKeyForSomethingElseOnAnotherNodeIsAnotherCommand(String method, String path, String body) {
        ApiClient.Answer first = client.put(ALICE, BODY, KEY, "k1");
        ApiClient.Answer other = otherNode.client().send(method, "/v1/apps/chat/" + path, body, KEY, "k1");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.json().path("command")).isNotEqualTo(first.json().path("command"));
    }

    @Test
    void theLinesOfARetriedStreamAreTheSameCommands() {
        String lines = unblock("a") + unblock("b") + unblock("c");
        String first = client.post("/v1/apps/chat/commands", lines, KEY, "k1").body();
        String retry = otherNode.client().post("/v1/apps/chat/commands", lines, KEY, "k1").body();
        assertThat(retry).isEqualTo(first);
        assertThat(ids(api)).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void aLineThatSaysSomethingElseInARetryIsAnotherCommand() {
        client.post("/v1/apps/chat/commands", unblock("a") + unblock("b"), KEY, "k1");
        otherNode.client().post("/v1/apps/chat/commands", unblock("a") + unblock("c"), KEY, "k1");
        assertThat(ids(otherNode).get(0)).isEqualTo(ids(api).get(0));
        assertThat(ids(otherNode).get(1)).isNotEqualTo(ids(api).get(1));
    }

    /** Or the last of "block, unblock, block" would be dropped as a duplicate of the first, although it was accepted. */
    @Test
    void aRequestCanSayTheSameTwice() {
        client.post("/v1/apps/chat/commands", unblock("a").repeat(2), KEY, "k1");
        assertThat(ids(api)).hasSize(2).doesNotHaveDuplicates();
    }

    private static String unblock(String user) {
        return "{\"type\":\"unblock\",\"subject\":{\"kind\":\"user\",\"id\":\"" + user + "\"}}\n";
    }

    private static List<UUID> ids(RunningApi node) {
        return node.publisher.log().stream().map(Command::id).toList();
    }
}
