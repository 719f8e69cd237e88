package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

import dev.bouncer.config.Secret;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API makes of what moderation-streams tells it. */
class HistoryTest {
    private static final String ALICE = "/v1/apps/chat/history/user/alice";
    private static final String EMPTY = "{\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},\"events\":[]}";

    @AutoClose
    private final FakeStreams first = new FakeStreams();
    @AutoClose
    private final FakeStreams second = new FakeStreams();
    private @Nullable RunningApi running;

    @AfterEach
    void close() {
        if (running != null) running.close();
    }

    private RunningApi api(@Nullable String secret, URI... streams) {
        RunningApi started = new RunningApi(secret == null ? null : new Secret(secret), List.of(streams));
        running = started;
        return started;
    }

    private ApiClient client() {
        return api(FakeStreams.SECRET, first.uri(), second.uri()).client();
    }

    @Test
    void isToldAsItIs() {
        ApiClient client = client();
        first.body = "{\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},\"events\":[{\"v\":1,\"new\":\"🙂\"}]}";

        ApiClient.Answer answer = client.get(ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo(first.body);
        assertThat(client.send("HEAD", ALICE, "").body()).isEmpty();
    }

    @Test
    void subjectWithoutEventsHasAnEmptyHistory() {
        ApiClient client = client();
        first.body = EMPTY;

        assertThat(client.get(ALICE).status()).isEqualTo(200);
        assertThat(client.get(ALICE).json().path("events")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 100", "?limit=1, 1", "?limit=100, 100"})
    void limitIsHandedOn(String query, int limit) {
        client().get(ALICE + query);

        assertThat(first.asked).containsExactly(
                new HistoryRequest(SubjectKey.of("chat", SubjectKind.USER, "alice"), limit));
    }

    @ParameterizedTest
    @CsvSource({"user/a%2Fb, a/b", "user/a/b, a/b", "user/%25, %", "user/%F0%9F%99%82, 🙂", "user/a+b, a+b",
            "user/%2E%2E, .."})
    void anyIdArrivesAsItIs(String path, String id) {
        client().get("/v1/apps/chat/history/" + path);

        assertThat(first.asked).singleElement()
                .satisfies(asked -> assertThat(asked.subject().subject().id()).isEqualTo(id));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user/alice?limit=0   | limit: expected 1 to 100, got 0
            user/alice?limit=101 | limit: expected 1 to 100, got 101
            user/alice?limit=ten | limit: expected a whole number, got 'ten'
            user/alice?after=x   | unknown query parameter 'after': expected only limit
            robot/alice          | subject kind: expected one of user, token, ip, device, app, got 'robot'
            ip/nonsense          | ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'nonsense'
            """)
    void requestThatSaysWhatCannotBeIsRefused(String path, String detail) {
        ApiClient.Answer answer = client().get("/v1/apps/chat/history/" + path).isProblem(400, "malformed-request");

        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(first.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"reader-secret, 200", "admin-secret, 200", "moderator-secret, 403", "console-secret, 403",
            "other-secret, 404", "wrong, 401", "'', 401"})
    void whoMayReadBlocksMayReadHistories(String secret, int status) {
        assertThat(new ApiClient(api(FakeStreams.SECRET, first.uri()).uri(), secret).get(ALICE).status())
                .isEqualTo(status);
        assertThat(first.asked).hasSize(status == 200 ? 1 : 0);
    }

    @Test
    void unknownAppIsToldApartFromNothing() {
        client().get("/v1/apps/nowhere/history/user/alice").isProblem(404, "no-such-app");
    }

    @Test
    void withoutASecretTheAnswerSaysWhatIsMissing() {
        ApiClient.Answer answer = api(null, first.uri()).client().get(ALICE).isProblem(501, "history-not-configured");

        assertThat(answer.detail()).isEqualTo("bouncer.internal.secret is not set at this node");
        assertThat(first.asked).isEmpty();
    }

    @Test
    void instancesAreTriedInTurnBeginningWithTheOneThatAnsweredLast() {
        first.status = 503;
        first.body = "{\"error\":\"this instance is still starting\"}";
        ApiClient client = client();

        assertThat(client.get(ALICE).status()).isEqualTo(200);
        assertThat(client.get(ALICE).status()).isEqualTo(200);
        assertThat(first.asked).hasSize(1);
        assertThat(second.asked).hasSize(2);
    }

    @Test
    @Timeout(60)
    void instanceThatIsGoneOrHangsIsPassedOver() {
        FakeStreams gone = new FakeStreams();
        gone.close();
        first.hanging = true;
        ApiClient client = api(FakeStreams.SECRET, gone.uri(), first.uri(), second.uri()).client();

        assertThat(client.get(ALICE).status()).isEqualTo(200);
    }

    @Test
    void whatIsMissingIsTold() {
        first.status = 503;
        first.body = "{\"error\":\"no instance can tell partition 3 (terminate) at the moment\"}";
        second.close();

        ApiClient.Answer answer = client().get(ALICE).isProblem(503, "history-not-ready");

        assertThat(answer.detail()).isEqualTo("no instance can tell partition 3 (terminate) at the moment");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void withNoInstanceToAskNothingIsMadeUp() {
        first.close();
        second.close();
        assertThat(client().get(ALICE).isProblem(503, "history-not-ready").detail())
                .isEqualTo("no instance of moderation-streams answers");
    }

    @Test
    void instanceWithAnotherSecretIsNoAnswer() {
        ApiClient.Answer answer = api("another-secret-of-16", first.uri()).client().get(ALICE)
                .isProblem(503, "history-not-ready");

        assertThat(answer.body()).doesNotContain("another-secret-of-16", FakeStreams.SECRET, "127.0.0.1");
    }
}
