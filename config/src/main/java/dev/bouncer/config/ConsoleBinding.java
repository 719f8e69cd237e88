package dev.bouncer.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Binds the settings of the console. */
final class ConsoleBinding {
    private static final String AT = "bouncer.console.";
    private static final String OIDC = AT + "oidc.";
    private static final String ROLES = Arrays.stream(ConsoleRole.values()).map(ConsoleRole::wireName)
            .collect(Collectors.joining(", "));

    private final Settings settings;
    private final Set<String> apps;

    /** @param apps their names */
    ConsoleBinding(Settings settings, Set<String> apps) {
        this.settings = settings;
        this.apps = apps;
    }

    ConsoleConfig bind() {
        boolean enabled = settings.get(AT + "enabled", "true", AppBinding::yesOrNo);
        Secret secret = settings.optional(AT + "session-secret", Secret::new);
        URI url = settings.optional(AT + "url", ConsoleBinding::origin);
        OidcConfig oidc = oidc();
        return settings.checked(AT, () -> new ConsoleConfig(enabled, secret,
                settings.get(AT + "session-for", "12h", Durations::parse), url, oidc));
    }

    private @Nullable OidcConfig oidc() {
        URI issuer = settings.optional(OIDC + "issuer", AppBinding::httpUrl);
        String clientId = settings.optional(OIDC + "client-id", text -> text);
        Secret clientSecret = settings.optional(OIDC + "client-secret", Secret::new);
        List<String> scopes = settings.get(OIDC + "scopes", "openid,profile,email", ConfigBinding::list);
        String name = settings.get(OIDC + "name-claim", "preferred_username", text -> text);
        String roles = settings.get(OIDC + "roles-claim", "roles", text -> text);
        List<OidcConfig.Grant> grants = grants();
        if (issuer == null && clientId == null && clientSecret == null && grants.isEmpty()) return null;
        if (issuer == null || clientId == null || clientSecret == null)
            throw new ConfigException(AT + "oidc: expected issuer, client-id and client-secret, got only some of them");
        return settings.checked(OIDC,
                () -> new OidcConfig(issuer, clientId, clientSecret, scopes, name, roles, grants));
    }

    private List<OidcConfig.Grant> grants() {
        List<OidcConfig.Grant> grants = new ArrayList<>();
        for (String name : settings.namesBelow(OIDC + "grants")) {
            String at = OIDC + "grants." + name + '.';
            Set<String> values = Set.copyOf(settings.get(at + "values", "", ConfigBinding::list));
            ConsoleRole role = settings.optional(at + "role", ConsoleBinding::role);
            if (role == null) throw new ConfigException(at + "role: expected one of " + ROLES + ", got none");
            Set<String> granted = Set.copyOf(settings.get(at + "apps", "", ConfigBinding::list));
            for (String app : granted) {
                if (!apps.contains(app))
                    throw new ConfigException(at + "apps: expected names of apps, got '" + app + "'");
            }
            grants.add(settings.checked(at, () -> new OidcConfig.Grant(name, values, role, granted)));
        }
        return grants;
    }

    private static ConsoleRole role(String text) {
        return Arrays.stream(ConsoleRole.values()).filter(role -> role.wireName().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + ROLES));
    }

    private static URI origin(String text) {
        URI url = AppBinding.httpUrl(text);
        if (!text.matches("https?://[^/?#@]+"))
            throw new IllegalArgumentException("expected an origin like https://bouncer.example.com");
        return url;
    }
}
