package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bouncer.api.RunningApi;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.ConsoleConfig;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.config.OidcConfig;
import dev.bouncer.config.Rate;
import dev.bouncer.config.Secret;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Signing in by a provider. */
class OidcTest {
    private static final String CALLBACK = "/console/oidc/callback";
    private static final String CHAT = "/console/apps/chat/blocks";
    private static final String OTHER = "/console/apps/other/blocks";

    @AutoClose
    private final FakeProvider provider = new FakeProvider(RunningApi.NOW);
    @AutoClose
    private final RunningConsole console = new RunningConsole(config(), CallerLimits.NONE);
    private final Browser browser = console.browser();

    private ConsoleConfig config() {
        OidcConfig oidc = new OidcConfig(provider.uri(), FakeProvider.CLIENT, new Secret(FakeProvider.SECRET),
                List.of("openid", "profile"), "preferred_username", "realm_access.roles",
                List.of(new OidcConfig.Grant("safety", Set.of("/trust", "t-and-s"), ConsoleRole.MODERATOR,
                        Set.of("chat")),
                        new OidcConfig.Grant("staff", Set.of("staff"), ConsoleRole.VIEWER, Set.of())));
        return new ConsoleConfig(true, RunningConsole.SESSION_SECRET, Duration.ofHours(12),
                URI.create("http://console.example.org"), oidc);
    }

    private void roles(String... roles) {
        provider.claims.put("realm_access", Map.of("roles", List.of(roles)));
        provider.claims.put("preferred_username", "mona.lisa");
    }

    private Browser.Page comeBack() {
        Browser.Page sent = browser.get("/console/oidc/begin?next=%2Fconsole%2Fapps%2Fchat%2Fblocks%3Fkind%3Duser");
        assertThat(sent.status()).isEqualTo(303);
        return browser.get(CALLBACK + provider.authorize(sent.location()));
    }

    @Test
    void peopleAreSentThereWithAChallengeAndWithoutASecret() {
        assertThat(browser.get("/console/sign-in").text()).contains("Sign in with your account");
        assertThat(browser.get("/console/oidc/begin").location()).startsWith(provider.uri() + "/authorize?tenant=1&")
                .contains("response_type=code", "client_id=bouncer", "scope=openid+profile",
                        "code_challenge_method=S256",
                        "redirect_uri=http%3A%2F%2Fconsole.example.org%2Fconsole%2Foidc%2Fcallback")
                .doesNotContain("secret");
    }

    @Test
    void whoComesBackHasTheRolesOfTheirGrants() {
        roles("/trust", "staff", "unknown");
        assertThat(comeBack().location()).isEqualTo(CHAT + "?kind=user");
        assertThat(browser.follow().text()).contains("mona.lisa");
        assertThat(browser.get("/console/apps/chat/subject?kind=user&id=a").text()).contains("Block…");
        assertThat(browser.get("/console/apps/other/subject?kind=user&id=a").text()).contains("Not blocked")
                .doesNotContain("Block…");
    }

    @Test
    void aNameThatCannotStandInACommandIsNotTaken() {
        for (String name : new String[]{"mo\nna", "x".repeat(257), " "}) {
            roles("staff");
            provider.claims.put("preferred_username", name);
            comeBack();
            assertThat(browser.follow().text()).contains(" user-17 ");
        }
        provider.claims.put("sub", "user\n17");
        assertThat(comeBack().status()).isEqualTo(403);
    }

    @Test
    void anAppThatNoGrantIsForIsNotThere() {
        roles("t-and-s");
        comeBack();
        assertThat(browser.get(CHAT).status()).isEqualTo(200);
        assertThat(browser.get(OTHER).status()).isEqualTo(404);
    }

    @Test
    void whoHasNoGrantIsToldSo() {
        roles("sales");
        Browser.Page refused = comeBack();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("you are known as mona.lisa, but none of your roles");
        assertThat(browser.get(CHAT).status()).isEqualTo(303);
    }

    private Browser.Page signOut() {
        roles("staff");
        comeBack();
        assertThat(browser.follow().text()).contains("Sign out");
        assertThat(browser.submit("/console/sign-out", Map.of()).location()).isEqualTo("/console/signed-out");
        assertThat(browser.get(CHAT).status()).isEqualTo(303);
        return browser.get("/console/signed-out");
    }

    @Test
    void whoSignsOutIsLedToSignOutOfTheProviderToo() {
        provider.endSession = "https://login.example.org/end?tenant=1";
        Browser.Page out = signOut();
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.text()).contains("Your account is still signed in");
        assertThat(out.body())
                .contains("href=\"https://login.example.org/end?tenant=1&amp;client_id=bouncer\"");
        comeBack();
        assertThat(browser.get("/console/signed-out").location()).as("who is signed in").isEqualTo("/console");
    }

    @Test
    void aProviderWithoutAPlaceToSignOutIsNoneToBeLedTo() {
        assertThat(signOut().text()).contains("Your account is still signed in", "Sign in again")
                .doesNotContain("Sign out of your account");
    }

    @Test
    void whoSignsOutIsSoWhereverTheProviderIs() {
        Browser.Page out;
        try (RunningConsole restarted = new RunningConsole(config(), CallerLimits.NONE)) {
            provider.close();
            out = restarted.browser().get("/console/signed-out");
        }
        assertThat(out.status()).isEqualTo(200);
        assertThat(out.text()).contains("Sign in again").doesNotContain("Sign out of your account");
    }

    @Test
    void noBrowserIsLedToWhatIsNoPage() {
        provider.endSession = "javascript:alert(1)";
        assertThat(browser.get("/console/oidc/begin").status()).isEqualTo(503);
        assertThat(browser.get("/console/signed-out").body()).doesNotContain("javascript");
    }

    @Test
    void anAnswerCountsOnceAndInTheBrowserThatAskedAlone() {
        roles("staff");
        String answer = CALLBACK + provider.authorize(browser.get("/console/oidc/begin").location());
        Browser.Page elsewhere = console.browser().get(answer);
        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(elsewhere.text()).contains("not the answer to a sign-in that was begun in this browser");
        assertThat(browser.get(answer.replace("state=", "state=x")).status()).isEqualTo(403);
        assertThat(browser.get(answer).status()).isEqualTo(403);
        assertThat(comeBack().status()).isEqualTo(303);
    }

    @Test
    void anAnswerThatCameTooLateIsNone() {
        roles("staff");
        String answer = CALLBACK + provider.authorize(browser.get("/console/oidc/begin").location());
        console.api.now.set(RunningApi.NOW.plus(Duration.ofMinutes(10)));
        assertThat(browser.get(answer).status()).isEqualTo(403);
    }

    @Test
    void tokensOfOthersForOthersOrOfLongAgoAreRefused() {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of("iss", "https://elsewhere.example", "aud",
                "another-client", "nonce", "another", "azp", "another-client", "exp",
                RunningApi.NOW.minusSeconds(60).getEpochSecond()).entrySet()) {
            roles("staff");
            Object right = provider.claims.put(wrong.getKey(), wrong.getValue());
            Browser.Page refused = comeBack();
            assertThat(refused.status()).as(wrong.getKey()).isEqualTo(403);
            assertThat(refused.text()).contains("does not prove who you are");
            if (right == null) {
                provider.claims.remove(wrong.getKey());
            } else {
                provider.claims.put(wrong.getKey(), right);
            }
        }
        assertThat(comeBack().status()).isEqualTo(303);
        provider.signer = FakeProvider.key("one");
        assertThat(comeBack().status()).isEqualTo(403);
    }

    @Test
    void whatTheProviderSaysOfARefusalIsNotRepeated() {
        String state = URI.create(browser.get("/console/oidc/begin").location()).getQuery().replaceAll(
                ".*state=([^&]*).*",
                "$1");
        Browser.Page refused = browser.get(CALLBACK + "?error=access_denied&error_description=Call+555&state=" + state);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("the provider did not let you in").doesNotContain("555");
    }

    @Test
    void aProviderThatIsAnotherThanConfiguredIsNotAsked() {
        provider.issuer = "https://elsewhere.example";
        Browser.Page refused = browser.get("/console/oidc/begin");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("the provider to sign in by does not answer as it should");
        provider.issuer = provider.uri().toString();
        assertThat(browser.get("/console/oidc/begin").status()).isEqualTo(503);
        assertThat(provider.discoveries).as("not again within ten seconds").hasValue(1);
        console.api.now.set(RunningApi.NOW.plusSeconds(10));
        assertThat(browser.get("/console/oidc/begin").status()).isEqualTo(303);
    }

    @Test
    void keysThatCannotBeHadAreNotTheFaultOfWhoSignsIn() {
        roles("staff");
        provider.keysStatus = 500;
        for (int i = 0; i < 2; i++) {
            Browser.Page unavailable = comeBack();
            assertThat(unavailable.status()).isEqualTo(503);
            assertThat(unavailable.text()).contains("the provider to sign in by does not answer as it should");
        }
        provider.keysStatus = 200;
        console.api.now.set(RunningApi.NOW.plusSeconds(10));
        assertThat(comeBack().status()).isEqualTo(303);
    }

    @Test
    void whoIsRefusedTooOftenIsNotHeardForAWhile() {
        try (RunningConsole limited = new RunningConsole(config(),
                new CallerLimits(Rate.UNLIMITED, new Rate(3, Duration.ofMinutes(1))))) {
            Browser guessing = limited.browser();
            for (int i = 0; i < 3; i++) {
                String state = URI.create(guessing.get("/console/oidc/begin").location()).getQuery()
                        .replaceAll(".*state=([^&]*).*", "$1");
                assertThat(guessing.get(CALLBACK + "?code=guess&state=" + state).status()).isEqualTo(403);
            }
            roles("staff");
            String good = CALLBACK + provider.authorize(guessing.get("/console/oidc/begin").location());
            assertThat(guessing.get(good).status()).isEqualTo(429);
            assertThat(guessing.signIn(RunningApi.CONSOLE_MODERATOR).status()).isEqualTo(429);
        }
    }
}
