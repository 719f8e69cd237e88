package dev.bouncer.e2e.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import dev.bouncer.cli.demo.Client;
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
    private static final String IMPORT = "/console/apps/demo/import";

    @TempDir
    private static Path dir;
    private static @Nullable ModeratedNode node;

    @BeforeAll
    static void start() {
        node = ModeratedNode.start(dir.resolve("data"));
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    private static ModeratedNode node() {
        return Objects.requireNonNull(node);
    }

    private static Chromium browser() {
        return node().browser();
    }

    @BeforeEach
    void signIn() {
        node().signIn();
    }

    @AfterEach
    void nothingWentWrongInTheBrowserAndNobodyElseWasAsked() {
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().hosts()).containsExactly(node().api().getAuthority());
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
        try (Client alice = node().welcomed("alice"); Client too = node().welcomed("alice")) {
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
        browser().awaitText("#history", "by console\nspam wave 12, see ticket 88");
        browser().screenshot("subject");
        browser().click("button[value=lift]");
        browser().awaitText("h1", "Lift the block: user alice?");
        browser().click("main button");
        browser().awaitText("#status", "Not blocked");
        try (Client again = node().welcomed("alice")) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void theCountdownEndsInExpiryWithoutAReload() throws Exception {
        node().block("bob", "{\"for\":\"8s\"}");
        browser().open(subject("bob"));
        var _ = browser().script("window.stayed = true; return true");
        browser().awaitText("#status", "Not blocked");
        assertThat(browser().script("return window.stayed === true")).isEqualTo(true);
    }

    @Test
    void blocksAreSearchedAndTimesAreInTheReadersZone() throws Exception {
        for (int i = 0; i < 60; i++) {
            node().block("search-" + i,
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
    void aFileIsShownFirstAndThenImported() throws Exception {
        node().block("frank", "{\"for\":\"1h\",\"reason\":\"spam\"}");
        Path file = Files.writeString(dir.resolve("bans.csv"),
                "kind,id,expires_at,reason\nuser,gina,,\"spam,\nof a kind\"\nuser,frank,,spam\npet,rex,,\n");
        try (Client gina = node().welcomed("gina")) {
            browser().click("nav a[href='" + IMPORT + "']");
            browser().find("#file").sendKeys(file.toAbsolutePath().toString());
            browser().click("main button");
            browser().awaitText("h1", "What the file would do");
            assertThat(browser().text("table.counts")).contains("blocks 1", "extends the block 1", "refused 1");
            assertThat(browser().text("section:has(#refused) tbody")).startsWith("5 subject kind: expected");
            assertThat(browser().text("main button")).isEqualTo("Block 1 user, extend 1");
            browser().screenshot("import");
            assertThat(node().isBlocked("gina")).isFalse();
            browser().click("main button");
            browser().awaitText("main [role=status]", "2 commands accepted, 1 row refused");
            assertThat(Objects.requireNonNull(gina.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().click("main tbody a");
        browser().awaitText("#notice", "Blocked: ");
        browser().awaitText("#status", "Blocked for ever");
        browser().awaitText("#status", "spam, of a kind");
        browser().open("/console/apps/demo/feed");
        browser().awaitText("#feed", "frank blocked for ever");
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenSent() throws Exception {
        Path file = Files.write(dir.resolve("large.csv"), new byte[(1 << 20) + 1]);
        browser().open(IMPORT);
        browser().find("#file").sendKeys(file.toAbsolutePath().toString());
        assertThat(browser().script("return document.querySelector('#file').validationMessage").toString())
                .contains("larger than 1048576 bytes", "./bouncer import");
        browser().click("main button");
        assertThat(browser().path()).isEqualTo(IMPORT);
    }

    @Test
    void theFeedShowsADecisionAndWhatItClosesAsItHappens() throws Exception {
        browser().open("/console/apps/demo/feed");
        browser().awaitText("#feed-state", "Live");
        try (Client dora = node().welcomed("dora")) {
            node().block("dora", "{\"for\":\"1h\",\"reason\":\"spam wave 12\"}");
            browser().awaitText("#feed tr:first-child", "dora blocked until");
            browser().awaitText("#feed tr:first-child", "1 session on 1 edge in");
            assertThat(Objects.requireNonNull(dora.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().screenshot("feed");
        browser().click("#feed-pause");
        node().block("emil", "{}");
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
        try (Client fred = node().welcomed("fred")) {
            node().block("fred", "{\"for\":\"1h\"}");
            assertThat(Objects.requireNonNull(fred.closedWithin(Chromium.PATIENCE)).code()).isEqualTo(4403);
        }
        browser().open("/console/apps/demo/figures");
        // Drawn anew every few seconds.
        await().atMost(Chromium.PATIENCE).until(() -> browser().has("#figure-commands rect")
                && Stream.of("latency", "blocks", "sessions")
                        .allMatch(figure -> browser().has("#figure-" + figure + " :is(path, circle)")));
        browser().screenshot("figures");
        browser().dark(true);
        browser().screenshot("figures-dark");
        browser().open("/console/apps/demo/fleet");
        browser().awaitText("[aria-label=Edges] tbody", "edge-1 ready");
        browser().awaitText("[aria-label='Instances of moderation-streams'] tbody", "ready");
        browser().screenshot("fleet");
    }

    @Test
    void theApiIsDescribedOnAPageThatTriesItOut() throws Exception {
        node().block("olga", "{\"reason\":\"to be read by the page\"}");
        browser().open("/openapi");
        browser().awaitText(".swagger-ui .info", "Bouncer");
        browser().click(".swagger-ui button.authorize");
        browser().type(".auth-container input", node().key());
        browser().click(".auth-btn-wrapper button.authorize");
        browser().click(".auth-btn-wrapper button.btn-done");
        String operation = "[id$='-showBlock'] ";
        browser().click(operation + "button.opblock-summary-control");
        browser().click(operation + ".try-out button");
        browser().type(operation + "[data-param-name=app] input", "demo");
        browser().type(operation + "[data-param-name=id] input", "olga");
        browser().click(operation + "button.execute");
        browser().awaitText(".live-responses-table", "to be read by the page");
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
        browser().tabTo("nav a[href='" + IMPORT + "']");
        browser().press(Keys.ENTER);
        browser().awaitText("h1", "Import");
        browser().tabTo("#text");
        browser().press("kind,id,type", Keys.ENTER, "user,carol,unblock");
        browser().tabTo("main button");
        browser().press(Keys.ENTER);
        browser().awaitText("h1", "What the file would do");
        browser().tabTo("main button");
        browser().press(Keys.ENTER);
        browser().awaitText("main [role=status]", "1 command accepted");
    }

    @ParameterizedTest
    @CsvSource({"false, 1200", "true, 390"})
    void noPageHasABarrier(boolean dark, int width) throws Exception {
        node().block("dave", "{\"for\":\"3h\",\"reason\":\"spam\",\"message\":\"Later.\"}");
        browser().dark(dark);
        browser().size(width, 900);
        for (String page : new String[]{BLOCKS, BLOCKS + "?kind=device&prefix=none", IMPORT,
                "/console/apps/demo/feed", "/console/apps/demo/figures", "/console/apps/demo/fleet", subject("nobody"),
                subject("dave")}) {
            browser().open(page);
            await().atMost(Chromium.PATIENCE).until(() -> !browser().has("[aria-busy]"));
            browser().assertNoBarrier(page);
        }
        browser().screenshot("subject-" + width + (dark ? "-dark" : ""));
        browser().open(subject("dave"));
        browser().click("button[value=block]");
        browser().awaitText("h1", "Block: user dave?");
        browser().assertNoBarrier("confirm");
        browser().open(IMPORT);
        browser().type("#text",
                "kind,id,reason\nuser,listed-" + width + dark + ",a reason of some length that is to be "
                        + "broken\ndevice,d-" + width + dark + ",\nuser,dave,\npet,rex,\n");
        browser().click("main button");
        browser().awaitText("h1", "What the file would do");
        browser().assertNoBarrier("preview");
        browser().screenshot("import-" + width + (dark ? "-dark" : ""));
        browser().click("main button");
        browser().awaitText("h1", "Imported");
        browser().assertNoBarrier("imported");
        browser().open(IMPORT);
        browser().type("#text", "kind,id\n");
        browser().click("main button");
        browser().awaitText("main", "The file has no rows.");
        browser().assertNoBarrier("empty");
        browser().open("/console/nowhere");
        browser().assertNoBarrier("error");
        assertThat(browser().complaints()).allSatisfy(complaint -> assertThat(complaint).contains("404"));
        browser().forgetCookies();
        browser().open("/console/sign-in");
        browser().assertNoBarrier("sign-in");
    }
}
