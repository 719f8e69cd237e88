package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks of a whole app. */
class AppBlocksTest {
    private static final String APP = "/v1/apps/chat/blocks/app/chat";
    private static final String CHECK = "/v1/apps/chat/check?";
    private static final String REACH = "\"except\":[{\"kind\":\"user\",\"id\":\"admin\"}],"
            + "\"first_seen_after\":\"2026-03-01T12:00:00.000Z\",\"rate\":200";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();
    private final ApiClient guard = new ApiClient(api.uri(), RunningApi.GUARD);

    @Test
    void areGivenShownListedAndLifted() {
        ApiClient.Answer put = client.put(APP, "{\"for\":\"30m\",\"message\":\"Back soon.\"," + REACH + "}");

        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(put.body()).contains(REACH, "\"subject\":{\"kind\":\"app\",\"id\":\"chat\"}");
        assertThat(api.publisher.log()).singleElement().isInstanceOfSatisfying(Command.Block.class, block -> {
            assertThat(block.subject()).isEqualTo(SubjectKey.ofApp("chat"));
            assertThat(block.reach()).isEqualTo(new Reach(Set.of(new Subject(SubjectKind.USER, "admin")),
                    Instant.parse("2026-03-01T12:00:00Z"), 200));
        });
        assertThat(client.get(APP).body()).contains(REACH);
        assertThat(client.get("/v1/apps/chat/blocks").body()).contains(REACH);
        assertThat(client.get("/v1/apps/chat/blocks?kind=app").body()).contains(REACH);

        assertThat(client.delete(APP, "").status()).isEqualTo(200);
        client.get(APP).isProblem(404, "not-blocked");
    }

    @Test
    void areGivenInLinesToo() {
        String line = "{\"type\":\"block\",\"subject\":{\"kind\":\"app\",\"id\":\"chat\"},\"rate\":5}";

        assertThat(client.post("/v1/apps/chat/commands", line).body()).contains("\"accepted\"");
        assertThat(((Command.Block) api.publisher.log().getFirst()).reach().rate()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/v1/apps/chat/blocks/app/other | {} | subject id: expected the app's own name, 'chat', got 'other'",
            "/v1/apps/chat/blocks/user/bob | {\"rate\":5} | expected them only where the subject is an app, got 'user:bob'",
            "/v1/apps/chat/blocks/app/chat | {\"rate\":0} | rate: expected 1 to 1000000, got 0",
            "/v1/apps/chat/blocks/app/chat | {\"rate\":\"fast\"} | rate",
            "/v1/apps/chat/blocks/app/chat | {\"except\":[{\"kind\":\"app\",\"id\":\"chat\"}]} | except: expected no app",
            "/v1/apps/chat/blocks/app/chat | {\"except\":\"admin\"} | except",
            "/v1/apps/chat/blocks/app/chat | {\"first_seen_after\":\"now\"} | first_seen_after"})
    void sayWhatIsWrong(String path, String body, String detail) {
        assertThat(client.put(path, body).isProblem(400, "malformed-request").detail()).contains(detail);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void keepOutThoseWhoAreCheckedButTheExceptions() {
        client.put(APP, "{\"message\":\"Back soon.\",\"except\":[{\"kind\":\"ip\",\"id\":\"198.51.100.0/24\"}]}");

        assertThat(guard.get(CHECK + "user=alice").isProblem(403, "blocked").body()).contains("Back soon.");
        assertThat(guard.get(CHECK + "user=alice&ip=198.51.100.9").status()).isEqualTo(200);
        // The header may be the client's.
        guard.get(CHECK + "user=alice", "X-Real-IP", "198.51.100.9").isProblem(403, "blocked");
        assertThat(
                guard.get("/v1/apps/chat/check", "Bouncer-Subject", "user=alice", "X-Real-IP", "198.51.100.9").status())
                .isEqualTo(200);
    }

    @Test
    void inARaidThoseWhoAreNotSaidToHaveBeenThereBefore() {
        client.put(APP, "{\"first_seen_after\":\"2026-03-01T12:00:00Z\"}");
        long raid = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

        guard.get(CHECK + "user=alice").isProblem(403, "blocked");
        assertThat(guard.get(CHECK + "user=alice&first_seen=" + raid).status()).isEqualTo(200);
        guard.get(CHECK + "user=alice&first_seen=" + raid + "&first_seen=" + (raid + 1)).isProblem(403, "blocked");
        guard.get(CHECK + "user=alice", "Bouncer-First-Seen", "" + raid).isProblem(403, "blocked");
        String[] inHeaders = {"Bouncer-Subject", "user=alice", "Bouncer-First-Seen", "" + raid};
        assertThat(guard.get("/v1/apps/chat/check", inHeaders).status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "ip=192.0.2.7").status()).isEqualTo(200);
        assertThat(guard.get(CHECK + "user=alice&first_seen=long+ago").isProblem(400, "malformed-request").detail())
                .startsWith("first_seen: expected Unix seconds");
        assertThat(guard.get(CHECK + "app=chat").isProblem(400, "malformed-request").detail())
                .isEqualTo("app: expected whom the app serves, got the app");
    }
}
