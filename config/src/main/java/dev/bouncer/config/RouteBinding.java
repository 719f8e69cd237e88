package dev.bouncer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Binds the settings of one route. */
final class RouteBinding {
    private static final Set<String> UPSTREAM_SCHEMES = Set.of("ws", "wss", "http", "https");

    private final Settings settings;
    private final String name;
    private final String at;

    /** @param at the section, with a dot behind it */
    RouteBinding(Settings settings, String name, String at) {
        this.settings = settings;
        this.name = name;
        this.at = at;
    }

    RouteConfig bind() {
        String path = settings.optional(at + "path", text -> text);
        if (path == null) throw new ConfigException(at + "path: expected a path like /chat or /chat/*, got none");
        return settings.checked(at, () -> new RouteConfig(name, path,
                settings.get(at + "upstream", "", RouteBinding::upstreams),
                settings.get(at + "balance", "round-robin", text -> oneOf(RouteConfig.Balance.class, text)),
                settings.get(at + "identify", "", RouteBinding::identify),
                settings.get(at + "jwt-from", "", RouteBinding::places), claims(), forwardAuth(),
                settings.get(at + "require", "false", AppBinding::yesOrNo), duration("require-within", "10s"),
                settings.get(at + "protocol", "plain", text -> oneOf(RouteConfig.RouteProtocol.class, text)),
                settings.optional(at + "device-header", text -> text), limits(), duration("timeout", "60s"),
                new UpstreamHealth(settings.optional(at + "health.path", text -> text),
                        duration("health.interval", "5s"))));
    }

    private ClaimNames claims() {
        return new ClaimNames(settings.get(at + "claims.user", "sub", text -> text),
                settings.get(at + "claims.token", "jti", text -> text),
                settings.optional(at + "claims.device", text -> text));
    }

    private @Nullable ForwardAuth forwardAuth() {
        URI url = settings.optional(at + "forward-auth.url", AppBinding::httpUrl);
        String userHeader = settings.optional(at + "forward-auth.user-header", text -> text);
        Duration cache = duration("forward-auth.cache", "10s");
        Duration timeout = duration("forward-auth.timeout", "3s");
        return url == null ? null : new ForwardAuth(url, userHeader, cache, timeout);
    }

    private RouteLimits limits() {
        return new RouteLimits(settings.get(at + "limits.max-frame", "0", ConfigBinding::parseInteger),
                settings.get(at + "limits.max-message", "0", ConfigBinding::parseInteger),
                settings.get(at + "limits.frames", "unlimited", Rate::parse));
    }

    private Duration duration(String key, String defaultValue) {
        return settings.get(at + key, defaultValue, Durations::parse);
    }

    private static List<TokenPlace> places(String text) {
        return ConfigBinding.list(text).stream().map(TokenPlace::parse).toList();
    }

    private static Set<RouteConfig.Identify> identify(String text) {
        Set<RouteConfig.Identify> found = EnumSet.noneOf(RouteConfig.Identify.class);
        ConfigBinding.list(text).forEach(item -> found.add(oneOf(RouteConfig.Identify.class, item)));
        return found;
    }

    private static List<URI> upstreams(String text) {
        return ConfigBinding.list(text).stream().map(RouteBinding::upstream).toList();
    }

    private static URI upstream(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && UPSTREAM_SCHEMES.contains(uri.getScheme()) && uri.getRawQuery() == null
                    && uri.getRawFragment() == null && uri.getRawUserInfo() == null)
                return uri;
        } catch (URISyntaxException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException("expected addresses like ws://127.0.0.1:9000, got '" + text + "'");
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants()).filter(value -> written(value).equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + Arrays
                        .stream(type.getEnumConstants()).map(RouteBinding::written).collect(Collectors.joining(", "))));
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
