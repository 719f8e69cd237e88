package dev.bouncer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the settings of one app. */
final class AppBinding {
    private static final Logger LOG = LoggerFactory.getLogger(AppBinding.class);
    // RFC 7518, section 3.2.
    private static final int SAFE_HMAC_BYTES = 32;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String EXPECTED_SCOPES = "expected one or more of the scopes "
            + Arrays.stream(Scope.values()).map(Scope::wireName).collect(Collectors.joining(", "));

    private final Settings settings;
    private final String name;
    private final String at;

    AppBinding(Settings settings, String name) {
        this.settings = settings;
        this.name = name;
        this.at = "bouncer.apps." + name + '.';
    }

    AppConfig bind() {
        requireName("bouncer.apps", name);
        AppConfig app = new AppConfig(name, keys(), tokens(), pusher(), connections(), routes());
        app.routes().forEach(route -> requireProofs(app, route));
        return app;
    }

    // Or a route would wait for clients to prove what nothing here could check.
    private void requireProofs(AppConfig app, RouteConfig route) {
        boolean byFrames = route.identify().contains(RouteConfig.Identify.FIRST_FRAMES);
        boolean byPusher = byFrames && route.protocol() == RouteConfig.RouteProtocol.PUSHER;
        boolean byToken = route.identify().contains(RouteConfig.Identify.JWT) || (byFrames && !byPusher);
        if (byPusher && app.pusher() == null)
            throw new ConfigException(at + "pusher: expected key and secret, since the route " + route.name()
                    + " identifies clients by them, got none");
        if (byToken && app.tokens() == null)
            throw new ConfigException(
                    at + "tokens: expected one of hmac-secret, public-key and jwks-url, since the route "
                            + route.name() + " identifies clients by tokens, got none");
    }

    private @Nullable PusherConfig pusher() {
        String pusher = at + "pusher.";
        String appId = settings.get(pusher + "app-id", name, AppBinding::urlPart);
        String key = settings.optional(pusher + "key", AppBinding::urlPart);
        Secret secret = settings.optional(pusher + "secret", Secret::new);
        boolean byPresence = settings.get(pusher + "identify-by-presence", "true", AppBinding::yesOrNo);
        if (key == null && secret == null) return null;
        if (key == null || secret == null) {
            throw new ConfigException(at + "pusher: expected key and secret, got only "
                    + (key == null ? "secret" : "key"));
        }
        return new PusherConfig(appId, key, secret, byPresence);
    }

    private static String urlPart(String text) {
        if (!text.matches("[^/?#&=%:\\s\\p{Cntrl}]{1,64}"))
            throw new IllegalArgumentException("expected 1 to 64 characters that stand in a URL as they are");
        return text;
    }

    private List<RouteConfig> routes() {
        List<RouteConfig> routes = new ArrayList<>();
        for (String route : settings.namesBelow(at + "routes")) {
            requireName(at + "routes", route);
            routes.add(new RouteBinding(settings, route, at + "routes." + route + '.').bind());
        }
        return routes;
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    private ConnectionRules connections() {
        String rules = at + "connections.";
        return settings.checked(rules, () -> new ConnectionRules(
                Set.copyOf(settings.get(rules + "origins", "", ConfigBinding::list)), count(rules + "max"),
                count(rules + "per-user"), count(rules + "per-address")));
    }

    private int count(String key) {
        return settings.get(key, "0", ConfigBinding::parseInteger);
    }

    private List<ApiKey> keys() {
        List<ApiKey> keys = new ArrayList<>();
        for (String key : settings.namesBelow(at + "keys")) {
            requireName(at + "keys", key);
            String keyAt = at + "keys." + key + '.';
            Secret secret = settings.optional(keyAt + "secret", Secret::new);
            if (secret == null) throw new ConfigException(keyAt + "secret: expected a secret, got none");
            Set<Scope> scopes = settings.optional(keyAt + "scopes", AppBinding::scopes);
            if (scopes == null) throw new ConfigException(keyAt + "scopes: " + EXPECTED_SCOPES + ", got none");
            keys.add(new ApiKey(key, secret, scopes));
        }
        return keys;
    }

    // A key that may do nothing is a mistake of whoever wrote it.
    private static Set<Scope> scopes(String text) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : ConfigBinding.list(text)) {
            scopes.add(Arrays.stream(Scope.values()).filter(scope -> scope.wireName().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(EXPECTED_SCOPES)));
        }
        if (scopes.isEmpty()) throw new IllegalArgumentException(EXPECTED_SCOPES + ", got none");
        return scopes;
    }

    private static void requireName(String at, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(
                    at + ": expected names of 1 to 64 of the characters A-Z a-z 0-9 _ -, got '" + name + "'");
        }
    }

    private @Nullable TokenConfig tokens() {
        String tokens = at + "tokens.";
        Secret secret = settings.optional(tokens + "hmac-secret", Secret::new);
        TokenConfig.Verifier key = settings.optional(tokens + "public-key",
                pem -> new TokenConfig.Verifier.Key(PublicKeys.parse(pem)));
        TokenConfig.Verifier jwks = settings.optional(tokens + "jwks-url",
                url -> new TokenConfig.Verifier.Jwks(httpUrl(url)));
        String issuer = settings.optional(tokens + "issuer", text -> text);
        String audience = settings.optional(tokens + "audience", text -> text);
        String deviceClaim = settings.optional(tokens + "device-claim", text -> text);
        String firstSeenClaim = settings.optional(tokens + "first-seen-claim", text -> text);
        List<TokenConfig.Verifier> verifiers = new ArrayList<>();
        if (secret != null) verifiers.add(hmac(secret));
        if (key != null) verifiers.add(key);
        if (jwks != null) verifiers.add(jwks);
        boolean more = issuer != null || audience != null || deviceClaim != null
                || firstSeenClaim != null;
        if (verifiers.size() > 1 || (verifiers.isEmpty() && more)) {
            throw new ConfigException(at + "tokens: expected exactly one of hmac-secret, public-key and jwks-url, got "
                    + (verifiers.isEmpty() ? "none" : "several"));
        }
        return verifiers.isEmpty()
                ? null
                : new TokenConfig(verifiers.getFirst(), issuer, audience, deviceClaim, firstSeenClaim);
    }

    private TokenConfig.Verifier hmac(Secret secret) {
        if (secret.reveal().length() < SAFE_HMAC_BYTES) {
            LOG.atWarn().addKeyValue("app", name).log("an hmac-secret of fewer than 32 bytes can be guessed");
        }
        return new TokenConfig.Verifier.Hmac(secret);
    }

    static URI httpUrl(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && SCHEMES.contains(url.getScheme())) return url;
        } catch (URISyntaxException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException("expected an http or https URL");
    }
}
