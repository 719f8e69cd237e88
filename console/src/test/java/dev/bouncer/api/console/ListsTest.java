package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.bouncer.api.RunningApi;
import dev.bouncer.api.console.feed.FeedStream;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Feed, search, figures and fleet, as pages. */
class ListsTest {
    private static final String APP = "/console/apps/chat";
    private static final UUID ID = new UUID(7, 7);

    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.signedIn(RunningApi.CONSOLE_VIEWER);

    private static Decoded.Valid decision(String user) {
        return decision(ID, user, 1);
    }

    private static Decoded.Valid decision(UUID id, String user, int offset) {
        return new Decoded.Valid(
                new Command.Block(id, SubjectKey.of("chat", SubjectKind.USER, user), RunningApi.NOW.plusSeconds(3_600),
                        "spam <b>", null, "backend-1", RunningApi.NOW),
                new Position(0, offset), RunningApi.NOW);
    }

    private static EnforcementReport report(String edge, int sessions, int millis) {
        return new EnforcementReport(ID, edge, sessions, Duration.ofMillis(millis), RunningApi.NOW);
    }

    @Test
    void theFeedSaysWhoDidWhatToWhomAndWhatItClosed() {
        assertThat(browser.get(APP + "/feed").text()).contains("Nothing has been decided lately.");
        console.feed.read(decision("alice"));
        console.feed.enforced(decision("alice"), report("edge-1", 3, 7));
        console.feed.enforced(decision("alice"), report("edge-2", 1, 9));

        assertThat(browser.get(APP + "/feed").text())
                .contains("user alice blocked until 2026-11-01 13:00:00 UTC 1 h 0 min "
                        + "spam <b> backend-1 4 sessions on 2 edges in 9 ms");
    }

    @Test
    void theFeedShowsTheNewestAndAllOnDemand() {
        for (int i = 1; i < FeedStream.SHOWN; i++)
            console.feed.read(decision(new UUID(8, i), "user-" + i, i));
        assertThat(browser.get(APP + "/feed").text()).contains(" user-1 ", "in the history of each subject")
                .doesNotContain("These are the newest");
        console.feed.read(decision(new UUID(8, 1_001), "one-more", 1_001));
        console.feed.read(decision(new UUID(8, 1_002), "the-last", 1_002));

        Browser.Page newest = browser.get(APP + "/feed");
        assertThat(newest.text()).contains("the-last", "These are the newest 100.");
        assertThat(newest.body().split("<tr id=", -1)).hasSize(1 + FeedStream.SHOWN);
        assertThat(newest.body()).contains("data-most=\"100\"", "href=\"" + APP + "/feed?all\"");

        Browser.Page all = browser.get(APP + "/feed?all");
        assertThat(all.body().split("<tr id=", -1)).hasSize(2 + FeedStream.SHOWN);
        assertThat(all.body()).contains("data-most=\"1000\"").doesNotContain("These are the newest");
    }

    @Test
    void theFeedsEventsTellWhatThePageDoesNotHaveYetUntilTheSessionEnds() throws Exception {
        console.feed.read(decision("alice"));
        String body = browser.get(APP + "/feed").body();
        String events = body.replaceAll("(?s).*data-events=\"([^\"]*)\".*", "$1");
        assertThat(events).isEqualTo(APP + "/feed/events?last=this-1");

        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpResponse<InputStream> stream = open(events);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=utf-8");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
        Thread reader = Thread.ofVirtual().start(() -> read(stream.body(), lines));
        await().until(() -> lines.contains("id: this-1"));
        assertThat(lines).doesNotContain("event: entry");

        console.feed.enforced(decision("alice"), report("edge-1", 3, 7));

        await().until(() -> lines.contains("id: this-2"));
        assertThat(lines).contains("event: entry").anyMatch(line -> line.contains("3 sessions on 1 edge in 7 ms"))
                .anyMatch(line -> line.contains("id=\"c-" + ID + '"')).anyMatch(line -> line.contains("spam &lt;b>")
                        || line.contains("spam &lt;b&gt;"));
        console.api.now.set(RunningApi.NOW.plus(Duration.ofHours(12)));
        // It looks whether it may go on whenever it has told something.
        console.feed.enforced(decision("alice"), report("edge-2", 3, 7));
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }

    private HttpResponse<InputStream> open(String path) throws Exception {
        String cookies = String.join("; ",
                browser.cookies.entrySet().stream().map(c -> c.getKey() + '=' + c.getValue()).toList());
        URI uri = console.uri().resolve(path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).header("Cookie", cookies).build(),
                BodyHandlers.ofInputStream());
    }

    private static void read(InputStream stream, Queue<String> lines) {
        try (stream) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String line;
            while ((line = reader.readLine()) != null)
                lines.add(line);
        } catch (IOException e) {
            lines.add("broken");
        }
    }

    @Test
    void onlyWhoIsSignedInAndMaySeeTheAppIsToldAnything() {
        for (String page : List.of("/feed", "/feed/events", "/figures", "/figures/commands", "/fleet",
                "/fleet/processes")) {
            assertThat(console.browser().get(APP + page).location()).as(page).startsWith("/console/sign-in");
            assertThat(browser.get("/console/apps/other" + page).status()).as(page).isEqualTo(404);
        }
    }

    private void blocked(String id, Instant since, @Nullable Instant end, String reason, String actor) {
        console.api.store.put(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, id), new UUID(0, 1), since, end,
                reason, null, actor));
    }

    @Test
    void blocksAreFoundByReasonAndActorAndSorted() {
        blocked("a", RunningApi.NOW.minusSeconds(9), null, "spam wave", "backend-1");
        blocked("b", RunningApi.NOW.minusSeconds(5), RunningApi.NOW.plusSeconds(60), "Spam wave", "mona");
        blocked("c", RunningApi.NOW.minusSeconds(7), RunningApi.NOW.plusSeconds(30), "insults", "mona");

        String blocks = APP + "/blocks?order=";
        assertThat(browser.get(blocks + "newest").text()).containsSubsequence("user b ", "user c ", "user a ");
        assertThat(browser.get(blocks + "next-to-expire").text()).containsSubsequence("user c ", "user b ",
                "user a ");
        assertThat(browser.get(blocks + "key&reason=SPAM").text()).containsSubsequence("user a ", "user b ")
                .doesNotContain("user c ");
        assertThat(browser.get(blocks + "newest&actor=Mona&reason=spam").text()).contains("user b ")
                .doesNotContain("user a ", "user c ");
        assertThat(browser.get(blocks + "key&reason=nothing").text()).contains("Nothing in force fits.");
        assertThat(browser.get(blocks + "oldest").status()).isEqualTo(400);
        assertThat(browser.get(blocks + "newest&after=x").text()).contains("after: expected the 'next'");
    }

    @Test
    void figuresAreDrawnAndWritten() {
        Decoded.Valid decision = decision("alice");
        console.figures.read(decision);
        console.figures.enforced(decision, report("edge-1", 3, 7));

        Browser.Page page = browser.get(APP + "/figures");
        assertThat(page.text()).contains("Commands: now 1, at most 1.")
                .contains("Half within: now 7, at most 7 ms.").contains("Sessions on all edges Nothing is known yet.");
        assertThat(page.body()).contains("<svg").doesNotContain("style=");
        assertThat(browser.get(APP + "/figures/latency").body()).contains("<circle class=\"series-3\"");
        assertThat(browser.get(APP + "/figures/none").status()).isEqualTo(404);
    }

    @Test
    void theFleetIsToldAsFarAsItIsKnown() {
        console.api.edges.heard(
                new EdgeAnnouncement("edge-2", "1.3.0", "10.0.0.3:9081", RunningApi.NOW, false,
                        List.of(998L, 1_002L, 999L), null, Map.of("chat", 4_711, "other", 5), List.of(),
                        RunningApi.NOW),
                Duration.ZERO);
        console.api.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        console.api.edges.heard(
                new EdgeAnnouncement("edge-2", "1.3.0", "10.0.0.3:9081", RunningApi.NOW, false,
                        List.of(998L, 1_002L, 999L), null, Map.of("chat", 4_711, "other", 5), List.of(),
                        RunningApi.NOW),
                Duration.ZERO);

        String text = browser.get(APP + "/fleet").text();
        assertThat(text)
                .contains(
                        "edge-1 silent: it may be dead, or cut off with its clients it does not say 2 records 6 s ago")
                .contains("edge-2 not ready: it takes no clients 4711 2 records just now 1.3.0")
                .contains("4711 sessions of chat on all of them, and whatever is on 1 edge of an older version")
                .contains("instance 1 not ready")
                .contains("This process: ready , version 1.2.3")
                .doesNotContain("10.0.0.3");
        console.api.nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(browser.get(APP + "/fleet/processes").text()).contains("does not hear the edges at the moment");
    }
}
