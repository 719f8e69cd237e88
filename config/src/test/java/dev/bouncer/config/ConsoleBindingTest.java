package dev.bouncer.config;

import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleBindingTest {
    private static final String OIDC = """
            bouncer:
              apps: { chat: { keys: { desk: { secret: desk-secret-00000001, scopes: console } } } }
              console:
                url: https://bouncer.example.org
                oidc:
                  issuer: https://id.example.org/realms/one
                  client-id: bouncer
                  client-secret: a-client-secret
                  grants:
                    safety: { values: [/trust/safety, t-and-s], role: moderator, apps: [chat] }
            """;

    @Test
    void aProviderNeedsNoMoreThanThis() {
        OidcConfig oidc = load(OIDC).console().oidc();
        assertThat(oidc).isNotNull();
        assertThat(oidc.scopes()).containsExactly("openid", "profile", "email");
        assertThat(oidc.nameClaim()).isEqualTo("preferred_username");
        assertThat(oidc.rolesClaim()).isEqualTo("roles");
        assertThat(oidc.grants()).isEqualTo(List.of(new OidcConfig.Grant("safety", Set.of("/trust/safety", "t-and-s"),
                ConsoleRole.MODERATOR, Set.of("chat"))));
    }

    @Test
    void byTheEnvironment() {
        assertThat(load("", Map.of("BOUNCER_CONSOLE_SESSION_FOR", "30m", "BOUNCER_CONSOLE_ENABLED", "false")).console())
                .isEqualTo(new ConsoleConfig(false, null, Duration.ofMinutes(30), null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "url: https://bouncer.example.org|# none|bouncer.console.url: expected the console's own origin, like https://bouncer.example.com, since there is oidc, got none",
            "url: https://bouncer.example.org|url: https://bouncer.example.org/console|bouncer.console.url (from bouncer.yml): expected an origin like https://bouncer.example.com, got 'https://bouncer.example.org/console'",
            "client-id: bouncer|# none|bouncer.console.oidc: expected issuer, client-id and client-secret, got only some of them",
            "issuer: https://id.example.org/realms/one|issuer: id.example.org|bouncer.console.oidc.issuer (from bouncer.yml): expected an http or https URL, got 'id.example.org'",
            "role: moderator|role: boss|bouncer.console.oidc.grants.safety.role (from bouncer.yml): expected one of viewer, moderator, admin, got 'boss'",
            "apps: [chat]|apps: [chess]|bouncer.console.oidc.grants.safety.apps: expected names of apps, got 'chess'",
            "[/trust/safety, t-and-s]|[]|bouncer.console.oidc.grants.safety.values (from bouncer.yml): expected one or more values of the roles claim, got none"})
    void aProviderThatCannotWorkIsRefused(String right, String wrong, String error) {
        refused(OIDC.replace(right, wrong)).withMessage(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "session-secret: short|bouncer.console.session-secret (from bouncer.yml): expected 32 characters or more, got 5",
            "session-for: 5s|bouncer.console.session-for (from bouncer.yml): expected 1m to 30d, got 5s",
            "enabled: perhaps|bouncer.console.enabled (from bouncer.yml): expected true or false, got 'perhaps'"})
    void aWrongValueIsRefused(String setting, String error) {
        refused("bouncer: { console: { " + setting + " } }").withMessage(error);
    }

    @Test
    void theSecretIsNoKeys() {
        refused("""
                bouncer:
                  console: { session-secret: a-secret-of-the-console-0123456789 }
                  apps: { chat: { keys: { desk: { secret: a-secret-of-the-console-0123456789, scopes: console } } } }
                """).withMessageContaining("bouncer.console.session-secret: expected a secret of its own");
    }
}
