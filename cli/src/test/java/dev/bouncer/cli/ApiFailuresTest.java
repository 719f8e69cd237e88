package dev.bouncer.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;

import dev.bouncer.cli.client.FakeApi.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said, and with which status, where the API does not do what it is asked. */
class ApiFailuresTest extends ApiTests {
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
    void anApiInClearWhereTlsWasExpected() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseWhateverComes(server));
            String tls = "https://127.0.0.1:" + server.getLocalPort();

            assertThat(run("block", "alice", "--api", tls)).isEqualTo(5);

            assertThat(terminal.err()).isEqualTo(
                    "bouncer: cannot reach the API at " + tls + ": it does not speak TLS (try http://)\n");
        }
    }

    // As Jetty does with the first byte that begins no request.
    private static void refuseWhateverComes(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    var _ = client.getInputStream().read(new byte[4_096]);
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "block|bouncer: Missing required parameter: 'ID' (see 'bouncer block --help')",
            "show alice --kind dog|bouncer: subject kind: expected one of user, token, ip, device, app, got 'dog'",
            "show alice --kind ip|bouncer: ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or "
                    + "2001:db8::/32, got 'alice'",
            "show alice --api ftp://x|bouncer: api: expected an address like http://127.0.0.1:8080, got 'ftp://x'",
            "show alice --app a:b|bouncer: app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got 'a:b'",
            "list --limit 0|bouncer: --limit: expected at least 1, got 0",
            "block alice --until tomorrow|bouncer: --until: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'tomorrow'",
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
}
