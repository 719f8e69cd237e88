package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import dev.bouncer.api.RunningApi;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.ConsoleConfig;
import dev.bouncer.config.Rate;
import dev.bouncer.config.Secret;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with console keys, and what a session is good for. */
class SignInTest {
    private static final String BLOCKS = "/console/apps/chat/blocks";

    @AutoClose
    private final RunningConsole console = new RunningConsole();
    private final Browser browser = console.browser();

    @Test
    void whoHasNotSignedInIsSentToAndBack() {
        Browser.Page sent = browser.get(BLOCKS + "?kind=user&prefix=a%26b");
        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.location())
                .isEqualTo("/console/sign-in?next=%2Fconsole%2Fapps%2Fchat%2Fblocks%3Fkind%3Duser%26prefix%3Da%2526b");
        browser.get(sent.location());
        Browser.Page back = browser.submit("/console/sign-in", Map.of("key", RunningApi.CONSOLE_MODERATOR));
        assertThat(back.location()).isEqualTo(BLOCKS + "?kind=user&prefix=a%26b");
        assertThat(browser.follow().status()).isEqualTo(200);
    }

    @Test
    void partsOfAPageLeadTheWholePageThere() {
        Browser.Page part = browser.get("/console/apps/chat/subject/status?kind=user&id=a", "HX-Request", "true");
        assertThat(part.status()).isEqualTo(200);
        assertThat(part.hxRedirect()).isEqualTo("/console/sign-in");
        assertThat(part.body()).isEmpty();
    }

    @Test
    void theCookieIsOutOfScriptsReach() {
        String cookie = browser.signIn(RunningApi.CONSOLE_MODERATOR).setCookies().getFirst();
        assertThat(cookie).startsWith("bouncer_console=")
                .endsWith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
        Browser overTls = console.browser();
        Browser.Page visit = overTls.get("/console/sign-in", "X-Forwarded-Proto", "https");
        assertThat(visit.setCookies().getFirst()).startsWith("__Host-bouncer_console_visitor=")
                .endsWith("; HttpOnly; SameSite=Strict; Secure");
    }

    @Test
    void anUnknownKeyIsRefusedAndTheAnswerSaysWhatToDo() {
        Browser.Page refused = browser.signIn("not-a-key");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("This is not a key that Bouncer knows. Check that all of it was copied.");
        assertThat(browser.cookies).doesNotContainKey("bouncer_console");
    }

    @ParameterizedTest
    @ValueSource(strings = {RunningApi.BACKEND, RunningApi.READER, RunningApi.CONSOLE})
    void keysWithoutTheScopesAreRefused(String key) {
        Browser.Page refused = browser.signIn(key);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("it needs the scope console, and one of read, moderate and admin");
        assertThat(browser.get(BLOCKS).status()).isEqualTo(303);
    }

    @Test
    void signInIsLimitedByAddress() {
        try (RunningConsole limited = new RunningConsole(RunningConsole.CONFIG,
                new CallerLimits(Rate.UNLIMITED, new Rate(3, Duration.ofMinutes(1))))) {
            Browser guessing = limited.browser();
            for (int i = 0; i < 3; i++) {
                assertThat(guessing.signIn("guess-" + i).status()).isEqualTo(401);
            }
            Browser.Page refused = guessing.signIn(RunningApi.CONSOLE_MODERATOR);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("Too many attempts").contains("and try again");
        }
    }

    @Test
    void aFormOfAnotherVisitorDoesNotSignIn() {
        browser.get("/console/sign-in");
        Map<String, String> stolen = Map.of("key", RunningApi.CONSOLE_MODERATOR, "csrf",
                console.browser().get("/console/sign-in").form("/console/sign-in").get("csrf"));
        assertThat(browser.post("/console/sign-in", stolen).status()).isEqualTo(403);
        assertThat(console.browser().post("/console/sign-in", Map.of("key", RunningApi.CONSOLE_MODERATOR)).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/console", "//evil.example", "/v1/apps", "/console\\..",
            "javascript:1"})
    void nothingLeadsAway(String next) {
        browser.get("/console/sign-in");
        Browser.Page in = browser.submit("/console/sign-in",
                Map.of("key", RunningApi.CONSOLE_MODERATOR, "next", next));
        assertThat(in.location()).isEqualTo("/console");
    }

    @Test
    void aSessionEndsWithItsTime() {
        browser.signIn(RunningApi.CONSOLE_MODERATOR);
        console.api.now.set(RunningApi.NOW.plus(Duration.ofHours(12)).minusMillis(1));
        assertThat(browser.get(BLOCKS).status()).isEqualTo(200);
        console.api.now.set(RunningApi.NOW.plus(Duration.ofHours(12)));
        assertThat(browser.get(BLOCKS).status()).isEqualTo(303);
    }

    @Test
    void aSessionCountsOnEveryNodeWithTheSecretAndOnNoOther() {
        browser.signIn(RunningApi.CONSOLE_MODERATOR);
        ConsoleConfig other = new ConsoleConfig(true, new Secret("another-secret-of-the-console-0123456789"),
                Duration.ofHours(12), null, null);
        try (RunningConsole same = new RunningConsole();
                RunningConsole another = new RunningConsole(other, CallerLimits.NONE)) {
            assertThat(carried(same).get(BLOCKS).status()).isEqualTo(200);
            assertThat(carried(another).get(BLOCKS).status()).isEqualTo(303);
        }
    }

    private Browser carried(RunningConsole to) {
        Browser there = to.browser();
        there.cookies.putAll(browser.cookies);
        return there;
    }

    @Test
    void aChangedCookieIsNone() {
        browser.signIn(RunningApi.CONSOLE_VIEWER);
        String cookie = browser.cookies.getOrDefault("bouncer_console", "");
        for (String changed : new String[]{'A' + cookie.substring(1), cookie + 'A', cookie.replace(".", ""), ".", "",
                cookie.substring(0, cookie.indexOf('.') + 1)}) {
            browser.cookies.put("bouncer_console", changed);
            assertThat(browser.get(BLOCKS).status()).as(changed).isEqualTo(303);
        }
    }

    @Test
    void signingOutEndsTheSessionHere() {
        browser.signIn(RunningApi.CONSOLE_MODERATOR);
        browser.get(BLOCKS);
        assertThat(browser.submit("/console/sign-out", Map.of()).location()).isEqualTo("/console/sign-in");
        assertThat(browser.get(BLOCKS).status()).isEqualTo(303);
    }

    @Test
    void aConsoleThatIsOffIsNotThere() {
        ConsoleConfig off = new ConsoleConfig(false, null, Duration.ofHours(12), null, null);
        try (RunningConsole none = new RunningConsole(off, CallerLimits.NONE)) {
            assertThat(none.browser().get("/console").status()).isEqualTo(404);
        }
    }
}
