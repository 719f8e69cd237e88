package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.Rate;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
    private static final String CHECK = "/v1/apps/chat/check";
    private static final Rate TWICE = new Rate(2, Duration.ofHours(1));

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient guard = new ApiClient(api.uri(), RunningApi.GUARD);

    private void block(String subject, String body) {
        assertThat(api.client().put("/v1/apps/chat/blocks/" + subject, body).status()).isEqualTo(200);
    }

    private ApiClient.Answer named(String subjects) {
        return guard.get(CHECK, "Bouncer-Subject", subjects);
    }

    @Test
    void letsInWhoIsNotBlockedAndTellsTheOthersUntilWhenAndTheMessageAlone() {
        assertThat(guard.get(CHECK + "?user=alice").status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "?user=alice").body()).isEmpty();

        block("user/alice", """
                {"for":"90s","reason":"spam wave 12","message":"You are blocked."}""");
        ApiClient.Answer refused = guard.get(CHECK + "?user=alice").isProblem(403, "blocked");
        assertThat(refused.body()).isEqualTo("""
                {"type":"urn:bouncer:problem:blocked","title":"Blocked","status":403,\
                "detail":"a block is in force","until":"2026-11-01T12:01:30.000Z","message":"You are blocked."}""");
        assertThat(refused.header("Retry-After")).isEqualTo("90");
        assertThat(refused.header("Bouncer-Problem")).isEqualTo(refused.body());
        assertThat(guard.get(CHECK + "?user=bob").status()).isEqualTo(200);

        api.now.set(RunningApi.NOW.plusMillis(89_001));
        assertThat(guard.get(CHECK + "?user=alice").header("Retry-After")).isEqualTo("1");
        api.now.set(RunningApi.NOW.plusSeconds(90));
        assertThat(guard.get(CHECK + "?user=alice").status()).isEqualTo(200);

        block("user/alice", "");
        assertThat(guard.get(CHECK + "?user=alice").isProblem(403, "blocked").body()).isEqualTo("""
                {"type":"urn:bouncer:problem:blocked","title":"Blocked","status":403,\
                "detail":"a block without an end is in force"}""");
        api.client().delete("/v1/apps/chat/blocks/user/alice", "");
        assertThat(guard.get(CHECK + "?user=alice").status()).isEqualTo(200);
    }

    @Test
    void whoseTokenIsOlderThanAnInvalidationIsToldWhereTheQuestionSaysHowOldItIs() {
        assertThat(api.client().put("/v1/apps/chat/invalidations/user/alice", """
                {"issued_before":"2026-11-01T12:00:00Z","reason":"secret","message":"Please sign in again."}""")
                .status()).isEqualTo(200);
        assertThat(named("user=alice").status()).as("nothing is said of the token").isEqualTo(200);

        ApiClient.Answer refused = guard.get(CHECK + "?user=alice", "Bouncer-Token-Issued-At", "1793534399")
                .isProblem(401, "token-invalidated");
        assertThat(refused.detail()).isEqualTo("expected a token issued at 2026-11-01T12:00:00.000Z or later");
        assertThat(refused.json().path("message").asText()).isEqualTo("Please sign in again.");
        assertThat(refused.body()).doesNotContain("secret");
        assertThat(guard.get(CHECK + "?user=alice", "Bouncer-Token-Issued-At", "1793534400").status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "?user=bob", "Bouncer-Token-Issued-At", "0").status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "?user=bob", "Bouncer-Token-Issued-At", "now").isProblem(400, "malformed-request")
                .detail()).isEqualTo("Bouncer-Token-Issued-At: expected Unix seconds like 1796126400, got 'now'");
    }

    @ParameterizedTest
    @CsvSource({"7d, 604800", "PT168H0.001S, ''"})
    void nobodyIsToldToWaitForLongerThanAWeek(String length, String seconds) {
        block("user/alice", "{\"for\":\"" + length + "\"}");
        assertThat(named("user=alice").isProblem(403, "blocked").header("Retry-After")).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"?user=alice||", "?user=bob&user=alice||", "?token=7&user=alice||",
            "?user=bob|user=alice|", "?user=bob|token=7, user=alice|", "|user=alice|", "/|user=alice|",
            "/ws?user=bob|user=alice|", "?ip=192.0.2.7||", "?user=bob||192.0.2.7", "||192.0.2.7",
            "|user=bob|::ffff:192.0.2.7", "|ip=192.0.2.200|", "/a/b?ip=::||192.0.2.7", "?device=a%2Fb+c||",
            "?user=bob|device=a/b%20c|"})
    void whoeverIsAnyOfTheSubjectsIsRefused(@Nullable String rest, @Nullable String subjects,
            @Nullable String address) {
        block("user/alice", "");
        block("ip/192.0.2.0/24", "");
        block("device/a%2Fb%20c", "");
        guard.get(CHECK + (rest == null ? "" : rest), headers(subjects, address)).isProblem(403, "blocked");
    }

    @Test
    void aHeaderThatAClientAddsTakesNothingFromTheProxys() {
        block("user/alice", "");
        block("ip/192.0.2.7", "");
        guard.get(CHECK, "Bouncer-Subject", "user=bob", "Bouncer-Subject", "user=alice").isProblem(403, "blocked");
        guard.get(CHECK, "X-Real-IP", "::1", "X-Real-IP", "192.0.2.7").isProblem(403, "blocked");
        guard.get(CHECK, "Bouncer-Subject", "user=bob", "Bouncer-Subject", "").isProblem(400, "malformed-request");
    }

    @Test
    void theQueryOfTheRequestThatIsAskedForNamesNobody() {
        block("user/alice", "");
        assertThat(guard.get(CHECK + "/ws?user=alice&x=%FF&y", "Bouncer-Subject", "user=bob").status()).isEqualTo(200);
        guard.get(CHECK + "/ws?user=bob").isProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``|||subjects: expected 1 to 32, in the query (user=, token=, ip=, device=) or in the headers Bouncer-Subject and X-Real-IP, got 0",
            "?usr=alice|||subject kind: expected one of user, token, ip, device, app, got 'usr'",
            "?user=|||subject id: expected 1 to 256 characters, got none",
            "?user|||subject id: expected 1 to 256 characters, got none",
            "?user=%FF|||URL: expected UTF-8, got other bytes",
            "?ip=here|||ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'here'",
            "``|alice||Bouncer-Subject: expected kind=id, separated by commas, got 'alice'",
            "/x|user=||Bouncer-Subject: subject id: expected 1 to 256 characters, got none",
            "?user=alice|user=bob,||Bouncer-Subject: expected kind=id, separated by commas, got ''",
            "?user=alice||unknown|ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'unknown'",
            "?user=alice||192.0.2.0/24|X-Real-IP: expected one address, got '192.0.2.0/24'"})
    void whatNamesNobodyIsRefused(String rest, @Nullable String subjects, @Nullable String address,
            String detail) {
        ApiClient.Answer answer = guard.get(CHECK + rest, headers(subjects, address)).isProblem(400,
                "malformed-request");
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private static String[] headers(@Nullable String subjects, @Nullable String address) {
        if (subjects != null && address != null)
            return new String[]{"Bouncer-Subject", subjects, "X-Real-IP", address};
        if (subjects != null) return new String[]{"Bouncer-Subject", subjects};
        return address == null ? new String[0] : new String[]{"X-Real-IP", address};
    }

    @Test
    void thereIsAMostToAskFor() {
        String most = IntStream.range(0, 32).mapToObj(i -> "user=" + i).collect(Collectors.joining("&"));
        assertThat(guard.get(CHECK + "?" + most).status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "?" + most, "Bouncer-Subject", "user=0").status()).isEqualTo(200);
        guard.get(CHECK + "?" + most, "Bouncer-Subject", "user=32").isProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"})
    void theMethodIsThatOfTheRequestThatIsAskedFor(String method) {
        block("user/alice", "");
        for (String path : new String[]{CHECK, CHECK + "/", CHECK + "/a/b%2Fc?d"}) {
            assertThat(guard.send(method, path, "", "Bouncer-Subject", "user=bob").status()).isEqualTo(200);
            guard.send(method, path, "body", "Bouncer-Subject", "user=alice").isProblem(403, "blocked");
        }
        assertThat(api.meters.get("bouncer.api.requests").tags("method", method, "route", "/v1/apps/{app}/check/*",
                "status", "403").timer().count()).isEqualTo(2);
    }

    @Test
    void aHeadIsAnsweredWithoutABody() {
        block("user/alice", "{\"for\":\"5s\"}");
        ApiClient.Answer refused = guard.send("HEAD", CHECK + "?user=alice", "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(refused.body()).isEmpty();
    }

    // Envoy puts the path of its client behind the one that it is given, and need not tidy it.
    @ParameterizedTest
    @ValueSource(strings = {"/../blocks/user/alice", "/%2e%2e/blocks/user/alice", "/..%2fblocks/user/alice",
            "/..;/blocks/user/alice", "/./../blocks/user/alice", "//../../blocks/user/alice",
            "/..\\blocks/user/alice"})
    void noPathOfAClientLeadsElsewhere(String path) {
        block("user/alice", "");
        ApiClient backend = api.client();
        String answer = backend.raw("DELETE " + CHECK + path);
        // No subject: the check has answered, or nobody.
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(api.publisher.log()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"guard-secret, 200", "reader-secret, 200", "admin-secret, 200", "backend-secret, 200",
            "moderator-secret, 403", "console-secret, 403", "other-secret, 404", "wrong, 401", "'', 401"})
    void aKeyNeedsTheScopeCheck(String secret, int status) {
        ApiClient.Answer answer = new ApiClient(api.uri(), secret).get(CHECK + "?user=alice");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        if (status == 403)
            assertThat(answer.isProblem(403, "missing-scope").detail()).isEqualTo("this needs the scope check");
    }

    @Test
    void aKeyOfThatScopeCanDoNothingElse() {
        guard.get("/v1/apps/chat/blocks/user/alice").isProblem(403, "missing-scope");
        guard.get("/v1/apps/chat/blocks").isProblem(403, "missing-scope");
        guard.get("/v1/apps/chat/history/user/alice").isProblem(403, "missing-scope");
        guard.put("/v1/apps/chat/blocks/user/alice", "").isProblem(403, "missing-scope");
        guard.delete("/v1/apps/chat/sessions/user/alice", "").isProblem(403, "missing-scope");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READY")
    void whoeverDoesNotKnowSaysSo(Readiness readiness) {
        api.readiness.set(readiness);
        assertThat(named("user=alice").isProblem(503, "not-ready").header("Retry-After")).isEqualTo("2");
        api.readiness.set(Readiness.READY);
        api.closableStore.close();
        named("user=alice").isProblem(503, "not-ready");
    }

    @ParameterizedTest
    @CsvSource({"'é 🙂 \\u0000\\n\\r \"q\" \\u007f', true", "LONG, false"})
    void theProblemMayStandInAHeaderWhateverTheMessage(String message, boolean whole) {
        String text = message.equals("LONG") ? "🙂".repeat(1000) : message.replace("\"q\"", "\\\"q\\\"");
        block("user/alice", "{\"message\":\"" + text + "\"}");
        ApiClient.Answer refused = named("user=alice").isProblem(403, "blocked");
        String header = refused.header("Bouncer-Problem");
        assertThat(header).matches("[ -~]{1,2048}");
        assertThat(ApiClient.json(header).has("message")).isEqualTo(whole);
        if (whole) assertThat(ApiClient.json(header)).isEqualTo(refused.json());
    }

    @Test
    void aProxyMayAskAsOftenAsItsClientsCome() {
        try (RunningApi limited = new RunningApi(new CallerLimits(TWICE, Rate.UNLIMITED))) {
            for (String secret : new String[]{RunningApi.GUARD, RunningApi.BACKEND}) {
                ApiClient client = new ApiClient(limited.uri(), secret);
                for (int i = 0; i < 5; i++)
                    assertThat(client.get(CHECK + "?user=alice").status()).isEqualTo(200);
            }
            // Nor has that taken anything from what the key may do otherwise.
            assertThat(limited.client().get("/v1/apps/chat/blocks").status()).isEqualTo(200);
            assertThat(limited.client().get("/v1/apps/chat/blocks").status()).isEqualTo(200);
            limited.client().get("/v1/apps/chat/blocks").isProblem(429, "too-many-requests");
        }
    }

    @Test
    void whoeverGuessesKeysHereIsNotHeardForAWhile() {
        try (RunningApi limited = new RunningApi(new CallerLimits(Rate.UNLIMITED, TWICE))) {
            ApiClient known = new ApiClient(limited.uri(), RunningApi.GUARD);
            assertThat(known.get(CHECK + "?user=alice").status()).isEqualTo(200);
            ApiClient guessing = new ApiClient(limited.uri(), "wrong");
            for (int i = 0; i < 2; i++)
                guessing.get(CHECK + "?user=alice").isProblem(401, "unauthenticated");
            guessing.get(CHECK + "?user=alice").isProblem(429, "too-many-requests");
            new ApiClient(limited.uri(), RunningApi.READER).get(CHECK + "?user=alice").isProblem(429,
                    "too-many-requests");
            assertThat(known.get(CHECK + "?user=alice").status()).isEqualTo(200);
        }
    }
}
