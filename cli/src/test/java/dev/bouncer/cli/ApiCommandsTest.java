package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

import dev.bouncer.cli.client.FakeApi;
import dev.bouncer.cli.client.FakeApi.Reply;
import dev.bouncer.cli.client.FakeApi.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that ask the API, against a fake of it. */
class ApiCommandsTest {
    private static final String BLOCK = "{\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},"
            + "\"since\":\"2026-01-01T00:00:00.000Z\",\"expires_at\":\"2026-01-01T02:00:00.000Z\",\"reason\":\"spam\","
            + "\"actor\":\"backend\",\"command\":\"0198c1a0-0000-7000-8000-000000000000\"}";

    private final TestTerminal terminal = new TestTerminal();
    private final FakeApi api;

    ApiCommandsTest() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void blockPutsWhatItIsTold() {
        api.next(Reply.ok(BLOCK));

        assertThat(run("block", "alice", "--for", "2h", "--reason", "spam", "--message", "Bye.")).isZero();

        Request request = api.requests().getFirst();
        assertThat(request.method() + ' ' + request.path()).isEqualTo("PUT /v1/apps/chat/blocks/user/alice");
        assertThat(request.body()).isEqualTo("{\"for\":\"2h\",\"reason\":\"spam\",\"message\":\"Bye.\"}");
        assertThat(request.header("Authorization")).isEqualTo("Bearer k-secret");
        assertThat(terminal.out())
                .isEqualTo("blocked user alice until 2026-01-01T02:00:00.000Z\n");
    }

    @Test
    void blockSaysWhomOfAnAppItIsFor() {
        api.next(Reply.ok(BLOCK));

        assertThat(run("block", "chat", "--kind", "app", "--for", "30m", "--except", "user:admin", "--except",
                "ip:2001:db8::/32", "--first-seen-after", "2026-01-01T00:00:00Z", "--rate", "200")).isZero();

        Request request = api.requests().getFirst();
        assertThat(request.path()).isEqualTo("/v1/apps/chat/blocks/app/chat");
        assertThat(request.body()).isEqualTo("{\"for\":\"30m\",\"except\":[{\"kind\":\"user\",\"id\":\"admin\"},"
                + "{\"kind\":\"ip\",\"id\":\"2001:db8::/32\"}],\"first_seen_after\":\"2026-01-01T00:00:00Z\",\"rate\":200}");
        assertThat(run("block", "chat", "--kind", "app", "--except", "admin")).isEqualTo(2);
        assertThat(terminal.err()).contains("--except: expected KIND:ID like user:admin, got 'admin'");
    }

    @Test
    void invalidatePutsWhatItIsToldAndLiftDeletes() {
        api.next(Reply.ok(BLOCK.replace("\"since\"", "\"issued_before\":\"2026-01-01T00:00:00.000Z\",\"since\"")));
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("invalidate", "alice", "--issued-before", "2026-01-01T00:00:00Z", "--for", "2h", "--reason",
                "phished", "--message", "Sign in again.")).isZero();
        assertThat(run("invalidate", "phone", "--kind", "device", "--lift", "--reason", "a mistake")).isZero();

        Request put = api.requests().getFirst();
        assertThat(put.method() + ' ' + put.path()).isEqualTo("PUT /v1/apps/chat/invalidations/user/alice");
        assertThat(put.body()).isEqualTo("{\"issued_before\":\"2026-01-01T00:00:00Z\",\"for\":\"2h\","
                + "\"reason\":\"phished\",\"message\":\"Sign in again.\"}");
        Request delete = api.requests().get(1);
        assertThat(delete.method() + ' ' + delete.path()).isEqualTo("DELETE /v1/apps/chat/invalidations/device/phone");
        assertThat(delete.body()).isEqualTo("{\"reason\":\"a mistake\"}");
        assertThat(terminal.out())
                .isEqualTo("tokens of user alice until 2026-01-01T02:00:00.000Z count no more if issued "
                        + "before 2026-01-01T00:00:00.000Z\ntokens of device phone count again\n");
    }

    @Test
    void liftStandsAlone() {
        assertThat(run("invalidate", "alice", "--lift", "--for", "2h")).isEqualTo(2);

        assertThat(api.requests()).isEmpty();
        assertThat(terminal.err()).contains("--lift: expected no other option than --reason beside it");
    }

    @Test
    void listShowsInvalidationsToo() {
        api.next(Reply.ok("{\"invalidations\":["
                + BLOCK.replace("\"since\"", "\"issued_before\":\"2025-12-31T00:00:00.000Z\",\"since\"") + "]}"));

        assertThat(run("list", "--invalidations")).isZero();

        assertThat(api.requests().getFirst().path()).startsWith("/v1/apps/chat/invalidations");
        assertThat(terminal.out()).contains("ISSUED BEFORE", "2025-12-31T00:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({"user, a/b?c#d, a%2Fb%3Fc%23d", "user, Zoë 王, Zo%C3%AB%20%E7%8E%8B", "user, a%2Fb, a%252Fb",
            "user, a+b*c~d, a%2Bb%2Ac~d", "user, .., %2E%2E", "device, x:y, x%3Ay",
            "ip, 2001:DB8::1/32, 2001%3Adb8%3A%3A%2F32"})
    void idsAreEscapedOnce(String kind, String id, String escaped) {
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("unblock", id, "--kind", kind)).isZero();

        assertThat(api.requests().getFirst().path()).isEqualTo("/v1/apps/chat/blocks/" + kind + '/' + escaped);
    }

    @Test
    void terminateDeletesSessions() {
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("terminate", "alice")).isZero();

        Request request = api.requests().getFirst();
        assertThat(request.method() + ' ' + request.path()).isEqualTo("DELETE /v1/apps/chat/sessions/user/alice");
        assertThat(terminal.out()).isEqualTo("terminated user alice\n");
    }

    @Test
    void terminateMayBeForSomeAndSayWhatTheyAreTold() {
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("terminate", "alice", "--only", "S1", "--only", "S2", "--except", "S3", "--close-code", "4500",
                "--close-reason", "elsewhere")).isZero();
        assertThat(run("terminate", "alice", "--close-reason", "elsewhere")).isEqualTo(2);

        assertThat(api.requests()).singleElement().extracting(Request::body)
                .isEqualTo("{\"only\":[\"S1\",\"S2\"],\"except\":[\"S3\"],"
                        + "\"close\":{\"code\":4500,\"reason\":\"elsewhere\"}}");
    }

    @Test
    void everyAttemptOfOneCommandHasOneIdempotencyKey() {
        api.next(Reply.none())
                .next(Reply.problem(503, "not-done", "Kafka is away", "try later").with("Retry-After", "0"))
                .next(Reply.ok(BLOCK)).next(Reply.ok(BLOCK));

        assertThat(run("block", "alice")).isZero();
        assertThat(run("block", "alice")).isZero();

        List<String> keys = api.requests().stream().map(request -> request.header("Idempotency-Key")).toList();
        assertThat(keys).hasSize(4).doesNotContain("");
        assertThat(keys.subList(0, 3)).containsOnly(keys.getFirst());
        assertThat(keys.getLast()).isNotEqualTo(keys.getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"400|1|malformed-request", "401|4|unauthenticated", "403|4|missing-scope",
            "404|1|no-such-app", "404|3|not-blocked", "413|1|body-too-large", "422|1|idempotency-key-reused",
            "500|6|internal", "503|5|not-ready", "503|5|not-done", "503|6|outcome-unknown"})
    void problemsBecomeOneLineAndAStatus(int answered, int status, String type) {
        api.always(_ -> Reply.problem(answered, type, "That is wrong", "for: expected a duration"));

        assertThat(run("block", "alice", "--for", "2 bananas")).isEqualTo(status);

        assertThat(terminal.err()).isEqualTo("bouncer: That is wrong: for: expected a duration\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void whatAProxySaysIsPutIntoWords() {
        api.always(_ -> new Reply(401, Map.of(), "<b>who?</b>\n"));
        assertThat(run("show", "alice")).isEqualTo(4);
        assertThat(terminal.err())
                .isEqualTo("bouncer: the API key is not accepted: HTTP 401: <b>who?</b>\n");

        terminal.clear();
        api.always(_ -> new Reply(502, Map.of(), ""));
        assertThat(run("block", "alice")).isEqualTo(6);
        assertThat(terminal.err())
                .isEqualTo("bouncer: it is not known whether it was done: HTTP 502\n");
    }

    @Test
    void onceUnknownStaysUnknown() {
        api.next(Reply.problem(503, "outcome-unknown", "Time is up", "x").with("Retry-After", "0"))
                .always(_ -> Reply.problem(503, "not-done", "Not done", "x").with("Retry-After", "30"));

        assertThat(run("block", "alice")).isEqualTo(6);
    }

    @Test
    void aReasonGoesWithADelete() {
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("unblock", "alice", "--reason", "appeal 7")).isZero();

        assertThat(api.requests().getFirst().body()).isEqualTo("{\"reason\":\"appeal 7\"}");
    }

    @Test
    void anApiThatIsNotThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(run("show", "alice", "--api", "http://127.0.0.1:" + port)).isEqualTo(5);

        assertThat(terminal.err()).isEqualTo(
                "bouncer: cannot reach the API at http://127.0.0.1:" + port + ": connection refused\n");
    }

    @Test
    void anotherServerInItsPlace() {
        api.always(_ -> Reply.ok("<html>hello</html>"));

        assertThat(run("show", "alice")).isEqualTo(1);

        assertThat(terminal.err()).contains("is that the address of a Bouncer API?");
    }

    @Test
    void whatOthersWroteCannotSteerTheTerminal() {
        api.next(Reply.ok(BLOCK.replace("spam", "\\u001b[2Jspam\\nuser bob")));

        assertThat(run("show", "alice")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                KIND  ID     UNTIL                     SINCE                     ACTOR    REASON
                user  alice  2026-01-01T02:00:00.000Z  2026-01-01T00:00:00.000Z  backend  \\u001b[2Jspam\\nuser bob
                """);
    }

    @Test
    void aBlockOfTheAppSaysWhomItIsNotFor() {
        api.next(Reply.ok(BLOCK.replace("\"kind\":\"user\"", "\"kind\":\"app\"").replaceFirst("}$",
                ",\"except\":[{\"kind\":\"user\",\"id\":\"admin\"}],\"first_seen_after\":\"2025-12-31T00:00:00.000Z\",\"rate\":50}")));

        assertThat(run("show", "chat", "--kind", "app")).isZero();

        assertThat(terminal.out())
                .endsWith("spam (except 1, first seen after 2025-12-31T00:00:00.000Z, 50 a second)\n");
    }

    @Test
    void listGoesFromPageToPage() {
        api.next(Reply.ok("{\"blocks\":[" + BLOCK + "],\"next\":\"a b\"}"))
                .next(Reply.ok("{\"blocks\":[" + BLOCK.replace("alice", "bob") + "]}"));

        assertThat(run("list", "--all", "--json", "--kind", "user", "--prefix", "a/")).isZero();

        assertThat(api.requests()).extracting(Request::path).containsExactly(
                "/v1/apps/chat/blocks?kind=user&prefix=a%2F&limit=1000",
                "/v1/apps/chat/blocks?kind=user&prefix=a%2F&limit=1000&after=a%20b");
        assertThat(terminal.out()).isEqualTo(BLOCK + '\n' + BLOCK.replace("alice", "bob") + '\n');
    }

    @Test
    void listSaysThatThereAreMore() {
        api.next(Reply.ok("{\"blocks\":[" + BLOCK + "],\"next\":\"x\"}"));

        assertThat(run("list", "--limit", "1")).isZero();

        assertThat(terminal.err()).isEqualTo("There are more: --limit or --all shows them.\n");
        assertThat(api.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "block|bouncer: Missing required parameter: 'ID' (see 'bouncer block --help')",
            "show alice --kind dog|bouncer: subject kind: expected one of user, token, ip, device, app, got 'dog'",
            "show alice --kind ip|bouncer: ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or "
                    + "2001:db8::/32, got 'alice'",
            "show alice --api ftp://x|bouncer: api: expected an address like http://127.0.0.1:8080, got 'ftp://x'",
            "show alice --app a:b|bouncer: app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'a:b'",
            "list --limit 0|bouncer: --limit: expected at least 1, got 0",
            "frobnicate|bouncer: there is no command 'frobnicate' (see 'bouncer --help')",
            "blok alice|bouncer: there is no command 'blok' (see 'bouncer --help')",
            "show alice bob|bouncer: Unmatched argument at index 2: 'bob' (see 'bouncer show --help')",
            "connect --token x --edge http://x|bouncer: edge: expected an address like ws://127.0.0.1:8081, got "
                    + "'http://x'",
            "connect --user alice|bouncer: expected --token: no 'bouncer up' here has an app 'chat' to take the secret of"})
    void wrongUsage(String line, String error) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(terminal.err()).isEqualTo(error + "\n");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void theKeyIsAskedForByName() {
        int status = terminal.run(Map.of("BOUNCER_APP", "chat"), "show", "alice");

        assertThat(status).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("bouncer: expected --key or BOUNCER_KEY, got neither\n");
    }

    @Test
    void debugShowsWhereItHappened() {
        assertThat(run("--debug", "show", "alice", "--kind", "dog")).isEqualTo(2);

        assertThat(terminal.err()).contains("\tat dev.bouncer.");
    }

    @Test
    void waitingSaysWhoHasConfirmed() {
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":true,\"edges\":3,\"sessions_closed\":4,\"slowest_ms\":7}"));

        assertThat(run("terminate", "alice", "--wait", "2s")).isZero();

        assertThat(api.requests().getFirst().path()).isEqualTo("/v1/apps/chat/sessions/user/alice?wait=2s");
        assertThat(terminal.out()).isEqualTo("terminated user alice\n");
        assertThat(terminal.err()).isEqualTo("enforced by 3 edges; sessions closed: 4, the slowest in 7 ms\n");
    }

    @Test
    void whatIsNotConfirmedInTimeIsDoneAllTheSameAndHasAStatusOfItsOwn() {
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\",\"edge-3\"],"
                + "\"silent\":[\"edge-3\"],\"sessions_closed\":0}"));

        assertThat(run("unblock", "alice", "--wait", "100ms")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("unblocked user alice\n");
        assertThat(terminal.err()).isEqualTo(
                "confirmed by 1 edge in time, not by edge-2, edge-3 (silent); it stands all the same\n");
    }

    @Test
    void whoeverWatchesSeesTheEdgesConfirmWhatIsGivenOnce() {
        terminal.watch();
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\"]}"))
                .next(Reply
                        .ok("{\"command\":\"x\",\"enforced\":false,\"confirmed\":[\"edge-1\"],\"missing\":[\"edge-2\"],"
                                + "\"silent\":[\"edge-2\"],\"sessions_closed\":0}"))
                .next(Reply
                        .ok("{\"command\":\"x\",\"enforced\":true,\"confirmed\":[\"edge-1\",\"edge-2\"],\"missing\":[],"
                                + "\"silent\":[],\"sessions_closed\":4,\"slowest_ms\":7}"));

        assertThat(run("terminate", "alice", "--wait", "2s")).isZero();

        assertThat(api.requests()).extracting(Request::path).containsExactly(
                "/v1/apps/chat/sessions/user/alice?wait=250ms", "/v1/apps/chat/commands/x?wait=250ms",
                "/v1/apps/chat/commands/x?wait=250ms");
        assertThat(terminal.err()).isEqualTo("\r\033[Kconfirmed by 1 edge, waiting for edge-2"
                + "\r\033[Kconfirmed by 1 edge, waiting for edge-2 (silent)\r\033[K"
                + "enforced by 2 edges; sessions closed: 4, the slowest in 7 ms\n");
    }

    @Test
    void whatIsGivenStandsWhereItCannotBeToldHowFarItHasCome() {
        terminal.watch();
        api.next(Reply.ok("{\"command\":\"x\",\"enforced\":false,\"edges\":1,\"missing\":[\"edge-2\"]}"))
                .next(Reply.problem(404, "no-such-command", "No such command", "no command of that id"));

        assertThat(run("unblock", "alice", "--wait", "2s")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("unblocked user alice\n");
        assertThat(terminal.err()).contains("how far it has come cannot be told: ")
                .endsWith("it stands all the same\n");
    }

    @Test
    void operatorsSeeTheEdgesAndForgetOne() {
        api.next(Reply.ok("{\"edges\":[{\"edge\":\"edge-1\",\"version\":\"1\",\"started_at\":\"T\",\"ready\":true,"
                + "\"silent\":false,\"silent_ms\":412,\"counted\":true},{\"edge\":\"edge-2\",\"version\":\"1\","
                + "\"started_at\":\"T\",\"ready\":true,\"silent\":true,\"silent_ms\":61000,\"counted\":false}]}"))
                .next(Reply.ok("{\"edge\":\"edge-2\"}"));

        assertThat(run("edges", "list")).isZero();
        assertThat(run("edges", "forget", "edge-2")).isZero();
        api.next(Reply.ok("{\"edge\":\"edge-3\"}"));
        assertThat(run("edges", "forget", "--json", "edge-3")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                EDGE    STATE           LAST HEARD  STARTED  VERSION
                edge-1  ready           0 s ago     T        1
                edge-2  silent, fenced  61 s ago    T        1
                forgot edge-2
                {"edge":"edge-3"}
                """);
        assertThat(api.requests()).extracting(request -> request.method() + ' ' + request.path())
                .containsExactly("GET /v1/edges", "DELETE /v1/edges/edge-2", "DELETE /v1/edges/edge-3");
    }

    @Test
    void sessionsAreListedPageByPage() {
        api.next(Reply.ok("{\"sessions\":[{\"edge\":\"edge-1\",\"session\":\"S1\",\"since\":\"T\",\"subjects\":["
                + "{\"kind\":\"user\",\"id\":\"alice\"},{\"kind\":\"ip\",\"id\":\"192.0.2.7\"}],\"protocol\":\"gateway\","
                + "\"route\":\"chat\",\"user_agent\":\"a\\nb\"}],\"edges\":2,\"unanswered\":[],\"next\":\"S1\"}"))
                .next(Reply.ok("{\"sessions\":[{\"edge\":\"edge-2\",\"session\":\"S2\",\"since\":\"T\",\"subjects\":[],"
                        + "\"protocol\":\"native\"}],\"edges\":2,\"unanswered\":[]}"));

        assertThat(run("sessions", "a/b")).isZero();

        assertThat(terminal.out()).isEqualTo("""
                SESSION  EDGE    SINCE  PROTOCOL      SUBJECTS                  USER AGENT
                S1       edge-1  T      gateway chat  user alice, ip 192.0.2.7  a\\nb
                S2       edge-2  T      native
                """);
        assertThat(terminal.err()).isEmpty();
        assertThat(api.requests()).extracting(Request::path).containsExactly(
                "/v1/apps/chat/sessions/user/a%2Fb?limit=100", "/v1/apps/chat/sessions/user/a%2Fb?limit=99&after=S1");
    }

    @Test
    void edgesThatDoNotTellTheirSessionsAreNamed() {
        api.next(Reply.ok("{\"sessions\":[{\"session\":\"S1\"}],\"edges\":2,\"unanswered\":[\"edge-2\"],"
                + "\"why\":{\"edge-2\":\"no-answer\"},\"next\":\"S1\"}"));

        assertThat(run("sessions", "--edge", "edge-2", "--limit", "1", "--json")).isEqualTo(7);

        assertThat(terminal.out()).isEqualTo("{\"session\":\"S1\"}\n");
        assertThat(terminal.err())
                .isEqualTo("There are more: --limit or --all shows them.\nnot told by edge-2: no-answer\n");
        assertThat(api.requests().getFirst().path()).isEqualTo("/v1/apps/chat/sessions?edge=edge-2&limit=1");
    }

    @Test
    void sessionsAreOfASubjectOrOfAnEdge() {
        for (String[] args : new String[][]{{"sessions"}, {"sessions", "alice", "--edge", "edge-1"}}) {
            terminal.clear();
            assertThat(run(args)).isEqualTo(2);
            assertThat(terminal.err()).isEqualTo("bouncer: expected either the ID of a subject or --edge\n");
        }
        assertThat(api.requests()).isEmpty();
    }

    private int run(String... args) {
        return terminal.run(Map.of("BOUNCER_URL", api.uri().toString(), "BOUNCER_KEY", "k-secret", "BOUNCER_APP",
                "chat"), args);
    }
}
