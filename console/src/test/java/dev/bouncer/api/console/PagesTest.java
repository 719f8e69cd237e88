package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.api.FakeEdge;
import dev.bouncer.api.RunningApi;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the pages show. */
class PagesTest {
    private static final String BLOCKS = "/console/apps/chat/blocks";
    private static final String ALICE = "/console/apps/chat/subject?kind=user&id=alice";

    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.signedIn(RunningApi.CONSOLE_VIEWER);

    private void blocked(SubjectKind kind, String id, @Nullable Instant end, @Nullable String reason) {
        console.api.store.put(new BlockEntry(SubjectKey.of("chat", kind, id), new UUID(0, 1), RunningApi.NOW, end,
                reason, "Bye.", "backend-1"));
    }

    @Test
    void homeLeadsToTheBlocksOfTheKeysApp() {
        assertThat(browser.get("/console").location()).isEqualTo(BLOCKS);
        assertThat(console.browser().get("/console/").location()).isEqualTo("/console/sign-in");
    }

    @Test
    void blocksAreListedPageByPage() {
        for (int i = 0; i < 51; i++)
            blocked(SubjectKind.USER, "u-%02d".formatted(i), null, "spam");
        Browser.Page first = browser.get(BLOCKS);
        assertThat(first.text()).contains("user u-00 for ever spam backend-1 2026-11-01 12:00:00 UTC").contains("u-49")
                .doesNotContain("u-50");
        Matcher next = Pattern.compile("href=\"([^\"]*)\" rel=\"next\"").matcher(first.body());
        assertThat(next.find()).isTrue();
        Browser.Page second = browser.get(next.group(1).replace("&amp;", "&"));
        assertThat(second.text()).contains("u-50").doesNotContain("u-49").contains("First page")
                .doesNotContain("Next page");
    }

    @Test
    void blocksAreSearchedByPrefixAndKind() {
        blocked(SubjectKind.USER, "alan", null, null);
        blocked(SubjectKind.USER, "bob", null, null);
        blocked(SubjectKind.DEVICE, "al-1", null, null);
        assertThat(browser.get(BLOCKS + "?kind=&prefix=al").text()).contains("alan", "al-1").doesNotContain("bob");
        assertThat(browser.get(BLOCKS + "?kind=device&prefix=al").text()).contains("al-1").doesNotContain("alan");
    }

    @Test
    void emptyListsSayWhatToDoNext() {
        assertThat(browser.get(BLOCKS).text()).contains("Nobody is blocked.").contains("Once somebody is");
        assertThat(console.signedIn(RunningApi.CONSOLE_MODERATOR).get(BLOCKS).text())
                .contains("To block somebody, open them above");
        assertThat(browser.get(BLOCKS + "?prefix=x").text()).contains("Nothing in force fits.")
                .contains("Shorten what you search for");
    }

    @Test
    void aSubjectsPageSaysWhatIsInForceUntilWhenAndWhy() {
        assertThat(browser.get(ALICE).text()).contains("Not blocked");
        blocked(SubjectKind.USER, "alice", RunningApi.NOW.plusSeconds(3 * 3600 + 120), "spam wave 12");
        Browser.Page page = browser.get(ALICE);
        assertThat(page.text()).contains("Blocked until 2026-11-01 15:02:00 UTC 3 h 2 min").contains("spam wave 12")
                .contains("They are told Bye.").contains("By backend-1");
        assertThat(page.body()).contains("data-left=\"10920000\"")
                .contains("<time datetime=\"2026-11-01T15:02:00.000Z\" title=\"2026-11-01 15:02:00 UTC\">");
        console.api.now.set(RunningApi.NOW.plusSeconds(3 * 3600 + 120));
        assertThat(browser.get("/console/apps/chat/subject/status?kind=user&id=alice").text())
                .isEqualTo(" Not blocked ");
    }

    @Test
    void anAddressIsBlockedByItsRange() {
        Browser moderator = console.signedIn(RunningApi.CONSOLE_MODERATOR);
        console.api.view.apply(
                new Command.Block(new UUID(0, 2), SubjectKey.of("chat", SubjectKind.IP, "192.0.2.0/24"), null, null,
                        null, "x", RunningApi.NOW),
                new Position(0, 0), RunningApi.NOW);
        assertThat(moderator.get("/console/apps/chat/subject?kind=ip&id=192.0.2.7").text())
                .contains("By the block of ip 192.0.2.0/24 .").doesNotContain("Lift…");
    }

    @Test
    void anIdIsNothingButText() {
        String id = "<script>alert(1)</script>\"'&../..";
        blocked(SubjectKind.USER, id, null, "<b>why</b>");
        Browser.Page list = browser.get(BLOCKS);
        assertThat(list.body()).doesNotContain("<script>alert").doesNotContain("<b>why");
        Matcher link = Pattern.compile("href=\"(/console/apps/chat/subject\\?[^\"]*)\"").matcher(list.body());
        assertThat(link.find()).isTrue();
        Browser.Page page = browser.get(link.group(1).replace("&amp;", "&"));
        assertThat(page.text()).contains(id).contains("Blocked for ever");
        assertThat(page.body()).doesNotContain("<script>alert");
    }

    @Test
    void sessionsAreAskedOfTheEdges() {
        String part = "/console/apps/chat/subject/sessions?kind=user&id=alice";
        assertThat(browser.get(part).text()).contains("None on 1 edge.");
        console.edge.session(1);
        assertThat(browser.get(part).text()).contains("2026-11-01 11:59:00 UTC edge-1 native 192.0.2.7 curl/8.5");
        console.edge.secret = "another";
        assertThat(browser.get(part).text()).contains("Not all is known: edge-1 did not answer.");
    }

    @Test
    void historyIsATimeline() {
        String part = "/console/apps/chat/subject/history?kind=user&id=alice";
        assertThat(browser.get(part, "HX-Request", "true").text()).contains("Nothing was ever done about user alice");
        SubjectKey alice = SubjectKey.of("chat", SubjectKind.USER, "alice");
        Command.Block block = new Command.Block(new UUID(0, 1), alice, RunningApi.NOW.plusSeconds(60), "spam", "Bye.",
                "mona", RunningApi.NOW);
        String events = String.join(",",
                event(new AuditEvent.Accepted(new Command.Terminate(new UUID(0, 2), alice, null, "job", RunningApi.NOW),
                        new Position(0, 1), null, RunningApi.NOW.plusSeconds(90))),
                event(new AuditEvent.Expired(BlockEntry.of(block), RunningApi.NOW.plusSeconds(70))),
                event(new AuditEvent.Accepted(block, new Position(0, 0), null, RunningApi.NOW)));
        console.streams.body = "{\"stale\":true,\"events\":[" + events + "]}";
        assertThat(browser.get(part).text()).contains("The last seconds may be missing")
                .containsSubsequence("12:01:30 UTC Sessions closed by job", "12:01:00 UTC The block ended",
                        "12:00:00 UTC Blocked until 2026-11-01 12:01:00 UTC by mona spam Told: “Bye.”");
        console.streams.status = 503;
        console.streams.body = "{\"error\":\"rebalancing\"}";
        assertThat(browser.get(part, "HX-Request", "true").text()).contains("rebalancing. Try again in a few seconds.");
    }

    @Test
    void historyIsAskedForAgainUntilItHasWhatWasJustDone() {
        SubjectKey alice = SubjectKey.of("chat", SubjectKind.USER, "alice");
        Command.Block block = new Command.Block(new UUID(0, 1), alice, null, "spam", null, "mona", RunningApi.NOW);
        String part = "/console/apps/chat/subject/history?kind=user&id=alice&done=" + block.id();
        assertThat(browser.get(part).body()).as("of a command that nobody knows").doesNotContain("hx-get");
        console.api.recent.read(new Decoded.Valid(block, new Position(0, 0), RunningApi.NOW), true);
        Browser.Page early = browser.get(part);
        assertThat(early.text()).contains("on its way into the audit log").doesNotContain("Nothing was ever done");
        assertThat(early.body())
                .contains("hx-get=\"" + part.replace("&", "&amp;") + "\" hx-trigger=\"load delay:500ms\"");
        assertThat(browser.get(part.replace("alice", "bob")).body()).as("of somebody else").doesNotContain("hx-get");
        console.api.now.set(RunningApi.NOW.plusSeconds(30));
        assertThat(browser.get(part).body()).as("too late for it").doesNotContain("hx-get");
        console.api.now.set(RunningApi.NOW);
        console.streams.body = "{\"stale\":false,\"events\":["
                + event(new AuditEvent.Accepted(block, new Position(0, 0), null, RunningApi.NOW)) + "]}";
        Browser.Page whole = browser.get(part);
        assertThat(whole.text()).contains("Blocked for ever by mona spam").doesNotContain("on its way");
        assertThat(whole.body()).doesNotContain("hx-get");
    }

    private static String event(AuditEvent event) {
        return new String(AuditRecord.chain(AuditRecord.GENESIS, event).encode(), StandardCharsets.UTF_8);
    }

    @Test
    void errorsSayWhatToDo() {
        assertError("/console/apps/other/blocks", 404, "no app of that name that you may see");
        assertError("/console/nowhere", 404, "start from the list of blocks");
        assertError(BLOCKS + "?kind=pet", 400, "expected one of user, token, ip, device, app");
        assertError("/console/apps/chat/subject?kind=user&id=", 400, "change what it names");
        console.api.readiness.set(Readiness.STALE);
        assertError(BLOCKS, 503, "out of touch with Kafka");
        assertError(BLOCKS, 503, "tell whoever runs Bouncer");
    }

    private void assertError(String path, int status, String said) {
        Browser.Page page = browser.get(path);
        assertThat(page.status()).as(path).isEqualTo(status);
        assertThat(page.text()).contains(said);
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(console.uri().resolve("/console/sign-in")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .startsWith("default-src 'none';").contains("script-src 'self';", "style-src 'self';",
                        "form-action 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContain("<style", " style=", "onclick", "<script>", "http://", "https://");
    }

    @Test
    void filesAreKeptForEverByTheNameOfTheirContent() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        Matcher files = Pattern.compile("(?:href|src)=\"(/console/assets/[^\"]*)\"")
                .matcher(browser.get(BLOCKS).body());
        int found = 0;
        while (files.find()) {
            found++;
            HttpResponse<byte[]> plain = http.send(
                    HttpRequest.newBuilder(console.uri().resolve(files.group(1))).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(plain.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
            HttpResponse<byte[]> zipped = http.send(
                    HttpRequest
                            .newBuilder(
                                    console.uri().resolve(files.group(1).replaceAll("assets/[0-9a-f]+", "assets/0")))
                            .header("Accept-Encoding", "gzip, br").build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(zipped.headers().firstValue("Cache-Control")).hasValue("no-cache");
        }
        assertThat(found).isEqualTo(5);
        assertThat(browser.get("/console/assets/0/keys.yml").status()).isEqualTo(404);
    }

    @Test
    void aViewerSeesNoButtons() {
        assertThat(browser.get(ALICE).body()).doesNotContain("name=\"action\"");
        assertThat(FakeEdge.SINCE).isBefore(RunningApi.NOW);
    }
}
