package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bouncer.cli.client.FakeApi.Reply;
import dev.bouncer.cli.client.FakeApi.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands ask the API, and what they make of its answers. */
class ApiCommandsTest extends ApiTests {
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
    void aReasonGoesWithADelete() {
        api.next(Reply.ok("{\"command\":\"x\"}"));

        assertThat(run("unblock", "alice", "--reason", "appeal 7")).isZero();

        assertThat(api.requests().getFirst().body()).isEqualTo("{\"reason\":\"appeal 7\"}");
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
}
