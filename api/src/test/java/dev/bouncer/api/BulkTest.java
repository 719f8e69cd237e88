package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same about many subjects in one request. */
class BulkTest {
    private static final String BULK = "/v1/apps/chat/bulk";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    private static String body(String type, int subjects, String more) {
        return "{\"type\":\"" + type + "\",\"subjects\":[" + IntStream.range(0, subjects)
                .mapToObj(i -> "{\"kind\":\"user\",\"id\":\"u" + i + "\"}").collect(Collectors.joining(",")) + "]"
                + more
                + "}";
    }

    @Test
    void blocksTenThousandInTheirOrder() {
        ApiClient.Answer answer = client.post(BULK,
                body("block", 10_000, ",\"for\":\"2h\",\"reason\":\"raid\",\"message\":\"Blocked.\""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("accepted").asInt()).isEqualTo(10_000);
        List<Command> log = api.publisher.log();
        assertThat(answer.json().path("commands")).extracting(JsonNode::asText)
                .containsExactlyElementsOf(log.stream().map(command -> command.id().toString()).toList());
        assertThat(log).hasSize(10_000).allSatisfy(command -> {
            Command.Block block = (Command.Block) command;
            assertThat(block.expiresAt()).isEqualTo(RunningApi.NOW.plus(Duration.ofHours(2)));
            assertThat(block.reason()).isEqualTo("raid");
            assertThat(block.message()).isEqualTo("Blocked.");
            assertThat(block.actor()).isEqualTo("backend");
            assertThat(block.issuedAt()).isEqualTo(RunningApi.NOW);
        });
        assertThat(log.get(9_999).subject()).isEqualTo(SubjectKey.of("chat", SubjectKind.USER, "u9999"));
        assertThat(api.view.find(log.get(17).subject(), RunningApi.NOW)).isNotNull();
    }

    @Test
    void unblocksTerminatesAndInvalidates() {
        client.post(BULK, body("unblock", 2, ""));
        client.post(BULK, body("terminate", 1, ",\"close\":{\"code\":4500,\"reason\":\"again\"}"));

        client.post(BULK, body("invalidate", 1, ",\"issued_before\":\"2026-01-01T00:00:00Z\""));

        assertThat(api.publisher.log().get(1)).isInstanceOf(Command.Unblock.class);
        assertThat(api.publisher.log().get(3)).isInstanceOf(Command.Invalidate.class);
        assertThat(api.publisher.log().get(2)).isInstanceOfSatisfying(Command.Terminate.class,
                terminate -> assertThat(terminate.termination().close()).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"type\":\"block\"} | subjects: expected 1 to 10000 subjects, got 0",
            "{\"type\":\"block\",\"subjects\":[]} | subjects: expected 1 to 10000 subjects, got 0",
            "{\"type\":\"block\",\"subjects\":[{\"kind\":\"user\",\"id\":\"a\"},{\"kind\":\"user\",\"id\":\"a\"}]} | subjects[1]: expected each once",
            "{\"type\":\"block\",\"subjects\":[{\"kind\":\"user\",\"id\":\"a\"},{\"kind\":\"ip\",\"id\":\"x\"}]} | subjects[1]: ip: expected an address",
            "{\"type\":\"block\",\"subjects\":[{\"kind\":\"user\",\"id\":\"a\",\"x\":1}]} | x",
            "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"}} | subject",
            "{\"type\":\"ban\",\"subjects\":[{\"kind\":\"user\",\"id\":\"a\"}]} | type: expected block, unblock, terminate or invalidate",
            "{\"type\":\"unblock\",\"for\":\"2h\",\"subjects\":[{\"kind\":\"user\",\"id\":\"a\"}]} | for",
            "{\"type\":\"terminate\",\"except\":[],\"subjects\":[{\"kind\":\"user\",\"id\":\"a\"}]} | only, except: expected them about one",
            "{\"type\":\"block\",\"id\":\"0198c1a2-0000-7000-8000-000000000000\",\"subjects\":[]} | id"})
    void refusesAllWhereOneIsWrong(String body, String detail) {
        assertThat(client.post(BULK, body).isProblem(400, "malformed-request").detail()).contains(detail);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void refusesMoreThanTenThousandAndBodiesBeyondReason() {
        assertThat(client.post(BULK, body("block", 10_001, "")).isProblem(400, "malformed-request").detail())
                .isEqualTo("subjects: expected 1 to 10000 subjects, got 10001");
        // Not each time: what is still being sent resets the connection, and the reset may overtake the answer.
        await().ignoreException(CompletionException.class).untilAsserted(
                () -> client.post(BULK, " ".repeat(4 * 1024 * 1024 + 1)).isProblem(413, "body-too-large"));
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void needsTheRight() {
        new ApiClient(api.uri(), RunningApi.READER).post(BULK, body("block", 1, "")).isProblem(403, "missing-scope");
        new ApiClient(api.uri(), RunningApi.OTHER_APP).post(BULK, body("block", 1, "")).isProblem(404,
                "no-such-app");
    }

    @Test
    void theSameUnderTheSameKeyIsTheSameCommands() {
        String[] key = {"Idempotency-Key", "raid-7"};
        String first = client.post(BULK, body("block", 3, ""), key).body();

        assertThat(client.post(BULK, body("block", 3, ""), key).body()).isEqualTo(first);
        assertThat(client.post(BULK, body("unblock", 3, ""), key).body()).isNotEqualTo(first);
        assertThat(api.publisher.log()).extracting(Command::id).hasSize(9);
        assertThat(api.publisher.log().stream().map(Command::id).distinct()).hasSize(6);
    }

    @Test
    void saysHowManyAreOnTheLogWhereNotAllAre() {
        api.publisher.failAfter(2, new Outcome.NotDone("the log is full"));

        ApiClient.Answer answer = client.post(BULK, body("block", 5, ""));

        assertThat(answer.isProblem(503, "outcome-unknown").detail())
                .startsWith("2 of 5 commands are on the log; of the others: the log is full");
        assertThat(client.post(BULK, body("block", 5, "")).isProblem(503, "not-done").detail())
                .startsWith("the log is full; nothing was done");
    }

    @Test
    void waitsForAllOfThem() {
        api.edges.readUpTo(api.nanos.get());
        announce(List.of(0L, 0L, 0L));
        CompletableFuture<ApiClient.Answer> asked = client.sendAsync("POST", BULK + "?wait=20s",
                body("block", 50, ""));
        await().until(() -> api.publisher.log().size() == 50);
        for (Command command : api.publisher.log()) {
            api.recent.reported(
                    new EnforcementReport(command.id(), "edge-1", 2, Duration.ofMillis(3), RunningApi.NOW));
        }
        long[] ends = new long[3];
        api.publisher.log().forEach(command -> ends[command.key().partition(3)]++);

        announce(List.of(ends[0], ends[1], ends[2] - 1));
        assertThat(asked).isNotDone();
        announce(List.of(ends[0], ends[1], ends[2]));

        JsonNode answer = asked.join().json();
        assertThat(answer.path("enforced").asBoolean()).isTrue();
        assertThat(answer.path("edges").asInt()).isEqualTo(1);
        assertThat(answer.path("sessions_closed").asInt()).isEqualTo(100);
        assertThat(answer.path("slowest_ms").asInt()).isEqualTo(3);
    }

    @Test
    void namesWhoIsMissingForAnyOfThem() {
        api.edges.readUpTo(api.nanos.get());
        announce(List.of(1_000L, 0L, 1_000L));

        JsonNode answer = client.post(BULK + "?wait=5ms", body("terminate", 50, "")).json();

        assertThat(answer.path("enforced").asBoolean(true)).isFalse();
        assertThat(answer.path("edges").asInt(-1)).isZero();
        assertThat(answer.path("missing")).extracting(JsonNode::asText).containsExactly("edge-1");
        assertThat(answer.path("accepted").asInt()).isEqualTo(50);
    }

    private void announce(List<Long> applied) {
        api.edges.heard(new EdgeAnnouncement("edge-1", "1.2.3", null, RunningApi.NOW, true, applied,
                Duration.ofSeconds(20), List.of(), RunningApi.NOW), Duration.ZERO);
        api.confirmations.check();
    }
}
