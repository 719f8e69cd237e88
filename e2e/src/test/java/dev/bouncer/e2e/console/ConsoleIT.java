package dev.bouncer.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.e2e.clients.ClientRuntime;
import dev.bouncer.standalone.GeneratedKeys;
import dev.bouncer.standalone.Standalone;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.jspecify.annotations.Nullable;

/** A moderator at work, in Chromium, with a whole node behind. Screenshots go to {@code target/screenshots}. */
@Order(2)
class ConsoleIT {
    private static final String BLOCKS = "/console/apps/demo/blocks";

    @TempDir
    private static Path dir;
    private static @Nullable Standalone node;
    private static @Nullable BouncerConfig config;
    private static @Nullable Chromium browser;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        // First, so that nothing else is started where there is none.
        var _ = ClientRuntime.CHROMIUM.home();
        config = GeneratedKeys.load(dir.resolve("data"), Map.of("BOUNCER_API_PORT", "0", "BOUNCER_EDGE_PORT", "0",
                "BOUNCER_STANDALONE_KAFKA_PORT", "0", "BOUNCER_EDGE_DRAIN", "0s", "BOUNCER_API_LIMITS_FAILURES",
                "unlimited"));
        node = Standalone.start(config());
        browser = new Chromium(node().api());
    }

    @AfterAll
    static void stop() {
        if (browser != null) browser.close();
        if (node != null) node.close();
    }

    private static Standalone node() {
        return Objects.requireNonNull(node);
    }

    private static BouncerConfig config() {
        return Objects.requireNonNull(config);
    }

    private static Chromium browser() {
        return Objects.requireNonNull(browser);
    }

    @BeforeEach
    void signIn() {
        browser().size(1200, 900);
        browser().dark(false);
        browser().open("/console/sign-in");
        browser().forgetCookies();
        browser().open("/console");
        browser().type("#key", GeneratedKeys.consoleKey(config()).reveal());
        browser().click("article button");
        browser().awaitText("h1", "Blocks in force");
        var _ = browser().complaints();
    }

    @AfterEach
    void nothingWentWrongInTheBrowserAndNobodyElseWasAsked() {
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().hosts()).containsExactly(node().api().getAuthority());
    }

    private static void block(String user, String body) throws IOException, InterruptedException {
        URI uri = node().api().resolve("/v1/apps/demo/blocks/user/"
                + URLEncoder.encode(user, StandardCharsets.UTF_8));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + GeneratedKeys.apiKey(config()).reveal())
                        .PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static Client welcomed(String user) throws InterruptedException, JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(60);
        JsonWebSignature token = new JsonWebSignature();
        token.setPayload(claims.toJson());
        token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        token.setKey(new HmacKey(GeneratedKeys.tokenSecret(config()).reveal().getBytes(StandardCharsets.UTF_8)));
        Client client = Client.connect(HTTP, node().edge(), "demo", token.getCompactSerialization());
        assertThat(client.next(Chromium.PATIENCE)).contains("\"welcome\"");
        return client;
    }

    private static String subject(String user) {
        return "/console/apps/demo/subject?kind=user&id=" + user;
    }

    @Test
    void aWrongKeyIsRefusedAndSigningOutEndsTheSession() throws Exception {
        browser().click(".out button");
        browser().awaitText("h1", "Sign in");
        browser().screenshot("sign-in");
        browser().type("#key", "not-a-key");
        browser().click("article button");
        browser().awaitText("[role=alert]", "This is not a key that Bouncer knows.");
        assertThat(browser().complaints()).allSatisfy(complaint -> assertThat(complaint).contains("401"));
        browser().open(BLOCKS);
        assertThat(browser().path()).isEqualTo("/console/sign-in");
    }

    @Test
    void aBlockGivenInTheConsoleClosesALiveConnectionAndIsLifted() throws Exception {
        try (Client alice = welcomed("alice"); Client too = welcomed("alice")) {
            browser().open(subject("alice"));
            browser().awaitText("section:has(#sessions-title) tbody", "native");
            browser().type("#reason", "spam wave 12, see ticket 88");
            browser().type("#message", "You are blocked for spam.");
            browser().click("button[value=block]");
            browser().awaitText("h1", "Block: user alice?");
            assertThat(browser().text("main")).contains("There are 2 sessions now.");
            browser().screenshot("confirm");
            browser().click("main button");
            browser().awaitText("#notice", "enforced by 1 of 1 edge, 2 sessions closed");
            assertThat(Objects.requireNonNull(alice.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
            assertThat(Objects.requireNonNull(too.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().awaitText("#status", "Blocked until");
        await().atMost(Chromium.PATIENCE).untilAsserted(() -> {
            browser().open(browser().path().isEmpty() ? BLOCKS : subject("alice"));
            browser().awaitText("section:has(#history-title)", "Blocked");
        });
        browser().screenshot("subject");
        browser().click("button[value=lift]");
        browser().awaitText("h1", "Lift the block: user alice?");
        browser().click("main button");
        browser().awaitText("#status", "Not blocked");
        try (Client again = welcomed("alice")) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void theCountdownEndsInExpiryWithoutAReload() throws Exception {
        block("bob", "{\"for\":\"8s\"}");
        browser().open(subject("bob"));
        var _ = browser().script("window.stayed = true; return true");
        browser().awaitText("#status", "Not blocked");
        assertThat(browser().script("return window.stayed === true")).isEqualTo(true);
    }

    @Test
    void blocksAreSearchedAndTimesAreInTheReadersZone() throws Exception {
        for (int i = 0; i < 60; i++) {
            block("search-" + i,
                    i % 3 == 0
                            ? "{\"reason\":\"import\"}"
                            : "{\"for\":\"" + (i + 1) + "h\",\"reason\":\"spam wave "
                                    + i % 7 + "\"}");
        }
        browser().open(BLOCKS);
        browser().awaitText("tbody", "search-59");
        browser().screenshot("blocks");
        browser().dark(true);
        browser().screenshot("blocks-dark");
        browser().type("[name=prefix]", "search-4");
        browser().press(Keys.ENTER);
        await().atMost(Chromium.PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser().text("tbody")).contains("search-47").doesNotContain("search-5"));
        assertThat(browser().find("tbody time").getAttribute("title")).endsWith(" UTC");
        assertThat(browser().text("tbody td:last-child")).doesNotContain("UTC");
        browser().open(BLOCKS + "?kind=user&prefix=nobody-at-all");
        assertThat(browser().text("main")).contains("Nothing in force fits.");
    }

    @Test
    void theFeedShowsADecisionAndWhatItClosesAsItHappens() throws Exception {
        browser().open("/console/apps/demo/feed");
        browser().awaitText("#feed-state", "Live");
        try (Client dora = welcomed("dora")) {
            block("dora", "{\"for\":\"1h\",\"reason\":\"spam wave 12\"}");
            browser().awaitText("#feed tr:first-child", "dora blocked until");
            browser().awaitText("#feed tr:first-child", "1 session on 1 edge in");
            assertThat(Objects.requireNonNull(dora.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().screenshot("feed");
        browser().click("#feed-pause");
        block("emil", "{}");
        browser().awaitText("#feed-state", "Paused, 1 waiting");
        assertThat(browser().text("#feed")).doesNotContain("emil");
        browser().click("#feed-pause");
        browser().awaitText("#feed tr:first-child", "emil blocked for ever");
        browser().open("/console/apps/demo/feed");
        browser().awaitText("#feed-state", "Live");
        assertThat(browser().text("#feed tr:nth-child(2)")).contains("dora blocked until", "1 session on 1 edge in");
    }

    @Test
    void theLastHourAndTheFleetAreShown() throws Exception {
        try (Client fred = welcomed("fred")) {
            block("fred", "{\"for\":\"1h\"}");
            assertThat(Objects.requireNonNull(fred.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().open("/console/apps/demo/figures");
        // Drawn anew every few seconds.
        await().atMost(Chromium.PATIENCE).until(() -> browser().has("#figure-commands rect")
                && browser().has("#figure-latency path") && browser().has("#figure-blocks path")
                && browser().has("#figure-sessions path"));
        browser().screenshot("figures");
        browser().dark(true);
        browser().screenshot("figures-dark");
        browser().open("/console/apps/demo/fleet");
        browser().awaitText("[aria-label=Edges] tbody", "edge-1 ready");
        browser().awaitText("[aria-label='Instances of moderation-streams'] tbody", "ready");
        browser().screenshot("fleet");
    }

    @Test
    void everythingIsWithinReachOfTheKeyboard() throws Exception {
        browser().open(BLOCKS);
        browser().press(Keys.TAB);
        assertThat(browser().script("return document.activeElement.className")).isEqualTo("skip");
        browser().press(Keys.ENTER);
        browser().tabTo("[name=id]");
        browser().press("carol", Keys.ENTER);
        browser().awaitText("h1", "carol");
        browser().tabTo("[name=for]");
        browser().press(Keys.ARROW_DOWN);
        browser().tabTo("#reason");
        browser().press("by hand");
        browser().tabTo("button[value=block]");
        browser().press(Keys.ENTER);
        browser().awaitText("h1", "Block: user carol?");
        browser().press(Keys.ENTER);
        browser().awaitText("#notice", "Blocked: enforced by 1 of 1 edge");
        browser().awaitText("#status", "by hand");
        browser().awaitText("#status", "23 h");
    }

    @ParameterizedTest
    @CsvSource({"false, 1200", "true, 1200", "false, 390", "true, 390"})
    void noPageHasABarrier(boolean dark, int width) throws Exception {
        block("dave", "{\"for\":\"3h\",\"reason\":\"spam\",\"message\":\"Later.\"}");
        browser().dark(dark);
        browser().size(width, 900);
        for (String page : new String[]{BLOCKS, BLOCKS + "?kind=device&prefix=none", "/console/apps/demo/feed",
                "/console/apps/demo/figures", "/console/apps/demo/fleet", subject("nobody"), subject("dave")}) {
            browser().open(page);
            await().atMost(Chromium.PATIENCE).until(() -> !browser().has("[aria-busy]"));
            assertNoBarrier(page, width);
        }
        browser().screenshot("subject-" + width + (dark ? "-dark" : ""));
        browser().open(subject("dave"));
        browser().click("button[value=block]");
        browser().awaitText("h1", "Block: user dave?");
        assertNoBarrier("confirm", width);
        browser().open("/console/nowhere");
        assertNoBarrier("error", width);
        assertThat(browser().complaints()).allSatisfy(complaint -> assertThat(complaint).contains("404"));
        browser().forgetCookies();
        browser().open("/console/sign-in");
        assertNoBarrier("sign-in", width);
    }

    private static void assertNoBarrier(String page, int width) {
        assertThat(browser().violations()).as(page).isEmpty();
        // Nobody has to scroll sideways but within a table.
        String wide = browser().script("""
                return [...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll") && one.getBoundingClientRect().right > window.innerWidth)
                    .map(one => one.outerHTML.slice(0, 80)).join(" ")""").toString();
        assertThat((Long) browser().script("return document.documentElement.scrollWidth - window.innerWidth"))
                .as(page + ": " + wide).isLessThanOrEqualTo(0);
        assertThat(width).isPositive();
    }
}
