package dev.bouncer.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the settings to the records; every key and every default stands here. */
final class ConfigBinding {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigBinding.class);

    private final Settings settings;

    ConfigBinding(Settings settings) {
        this.settings = settings;
    }

    BouncerConfig bind() {
        Map<String, AppConfig> apps = apps();
        BouncerConfig config = new BouncerConfig(kafka(), settings.get("bouncer.data-dir", "./data", Path::of),
                standalone(), api(), streams(), edge(), internal(), new ConsoleBinding(settings, apps.keySet()).bind(),
                tracing(), apps);
        requireSecretOfItsOwn("bouncer.internal.secret", config.internal().secret(), apps);
        requireSecretOfItsOwn("bouncer.console.session-secret", config.console().sessionSecret(), apps);
        return config;
    }

    // Whoever has a key would have what only processes are to have.
    private static void requireSecretOfItsOwn(String at, @Nullable Secret secret, Map<String, AppConfig> apps) {
        for (AppConfig app : apps.values()) {
            if (secret != null && app.keys().stream().anyMatch(key -> key.secret().equals(secret))) {
                throw new ConfigException(
                        at + ": expected a secret of its own, got one that a key of "
                                + app.name() + " has too");
            }
        }
    }

    private KafkaConfig kafka() {
        String at = "bouncer.kafka.";
        return settings.checked(at, () -> new KafkaConfig(text(at + "bootstrap-servers", "127.0.0.1:9092"),
                text(at + "topic-prefix", ""), integer(at + "partitions", "6"),
                settings.get(at + "replication-factor", "3", ConfigBinding::parseShort),
                settings.below("bouncer.kafka.client")));
    }

    private StandaloneConfig standalone() {
        String at = "bouncer.standalone.";
        return settings.checked(at, () -> new StandaloneConfig(integer(at + "kafka-port", "9092")));
    }

    private ApiConfig api() {
        String at = "bouncer.api.";
        return settings.checked(at,
                () -> new ApiConfig(text(at + "host", "127.0.0.1"), integer(at + "port", "8080"),
                        duration(at + "publish-timeout", "5s"), integer(at + "max-body", "65536"),
                        duration(at + "stale-after", "30s"),
                        settings.get(at + "trusted-proxies", "", ConfigBinding::ranges),
                        new CallerLimits(settings.get(at + "limits.per-key", "1000/1s", Rate::parse),
                                settings.get(at + "limits.failures", "20/1m", Rate::parse)),
                        settings.get(at + "streams", "http://127.0.0.1:8082", ConfigBinding::origins),
                        duration(at + "forget-after", "10m"), tls(at + "tls.")));
    }

    private StreamsConfig streams() {
        String at = "bouncer.streams.";
        return settings.checked(at,
                () -> new StreamsConfig(text(at + "host", "127.0.0.1"), integer(at + "port", "8082"),
                        settings.optional(at + "advertised", text -> text), integer(at + "standby-replicas", "0"),
                        duration(at + "commit-interval", "100ms"),
                        duration(at + "expiry-grace", "1m"), duration(at + "dedup-window", "24h")));
    }

    private EdgeConfig edge() {
        String at = "bouncer.edge.";
        return settings.checked(at,
                () -> new EdgeConfig(text(at + "host", "127.0.0.1"), integer(at + "port", "8081"),
                        text(at + "id", "edge-1"), settings.get(at + "trusted-proxies", "", ConfigBinding::ranges),
                        duration(at + "terminate-skew", "2s"), duration(at + "stale-after", "30s"),
                        duration(at + "drain-notice", "0s"), duration(at + "drain", "5s"),
                        settings.get(at + "drain-rate", "unlimited", Rate::parse),
                        duration(at + "ping-interval", "30s"), pusherTimes(),
                        centrifugeTimes(), settings.optional(at + "fence-after", Durations::parse),
                        integer(at + "rehearsal", "2000"), internalPort(), tls(at + "tls.")));
    }

    private InternalPort internalPort() {
        String at = "bouncer.edge.internal.";
        return settings.checked(at, () -> new InternalPort(text(at + "host", "127.0.0.1"), integer(at + "port", "0"),
                settings.optional(at + "advertised", text -> text)));
    }

    private PusherTimes pusherTimes() {
        String at = "bouncer.edge.pusher.";
        return settings.checked(at, () -> new PusherTimes(duration(at + "activity-timeout", "120s"),
                duration(at + "pong-timeout", "30s"), duration(at + "sign-in-timeout", "0s")));
    }

    private CentrifugeTimes centrifugeTimes() {
        String at = "bouncer.edge.centrifuge.";
        return settings.checked(at,
                () -> new CentrifugeTimes(duration(at + "connect-timeout", "10s"),
                        duration(at + "ping-interval", "25s"), duration(at + "pong-timeout", "8s"),
                        duration(at + "expiry-grace", "25s")));
    }

    private InternalConfig internal() {
        String at = "bouncer.internal.";
        return settings.checked(at,
                () -> new InternalConfig(settings.optional(at + "secret", Secret::new), internalTls()));
    }

    private @Nullable TlsConfig tls(String at) {
        return tls(at, null);
    }

    private @Nullable TlsConfig internalTls() {
        String at = "bouncer.internal.tls.";
        Path ca = settings.optional(at + "ca", ConfigBinding::file);
        TlsConfig tls = tls(at, ca);
        if (tls == null && ca != null)
            throw new ConfigException(at + "certificate: expected a PEM file, as there is a ca, got none");
        return tls;
    }

    private @Nullable TlsConfig tls(String at, @Nullable Path ca) {
        Path certificate = settings.optional(at + "certificate", ConfigBinding::file);
        Path key = settings.optional(at + "key", ConfigBinding::file);
        if (certificate != null && key != null) return new TlsConfig(certificate, key, ca);
        if (certificate == null && key == null) return null;
        String missing = certificate == null ? "certificate" : "key";
        throw new ConfigException(at + missing + ": expected a PEM file, as there is a "
                + (certificate == null ? "key" : "certificate") + ", got none");
    }

    private static Path file(String text) {
        if (text.isBlank()) throw new IllegalArgumentException("expected a PEM file");
        return Path.of(text);
    }

    private TracingConfig tracing() {
        String at = "bouncer.tracing.";
        return settings.checked(at,
                () -> new TracingConfig(settings.optional(at + "otlp-endpoint", ConfigBinding::origin),
                        settings.get(at + "sample", "1", ConfigBinding::parseNumber)));
    }

    private static double parseNumber(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number", e);
        }
    }

    private static List<URI> origins(String text) {
        return list(text).stream().map(ConfigBinding::origin).toList();
    }

    private static URI origin(String text) {
        try {
            URI uri = new URI(text);
            if (text.matches("https?://[^/?#@]+") && uri.getHost() != null) return uri;
        } catch (URISyntaxException e) {
            // falls through to the one error there is for it
        }
        throw new IllegalArgumentException("expected addresses like http://127.0.0.1:8082, got '" + text + "'");
    }

    private static List<IpRange> ranges(String text) {
        return list(text).stream().map(IpRange::parse).toList();
    }

    private Map<String, AppConfig> apps() {
        Map<String, AppConfig> apps = new LinkedHashMap<>();
        for (String name : settings.namesBelow("bouncer.apps")) {
            apps.put(name, new AppBinding(settings, name).bind());
        }
        requireOneKeyASecret(apps);
        requireOneAppAPusherKey(apps);
        requireOneRouteAPath(apps);
        return apps;
    }

    // Which of two would it be?
    private static void requireOneRouteAPath(Map<String, AppConfig> apps) {
        Set<String> paths = new HashSet<>();
        for (AppConfig app : apps.values()) {
            for (RouteConfig route : app.routes()) {
                if (!paths.add(route.path())) {
                    throw new ConfigException("bouncer.apps." + app.name() + ".routes." + route.name()
                            + ".path: expected a path of its own, got one that another route has too");
                }
            }
        }
    }

    // A secret decides which key, and at some doors which app, its holder has.
    private static void requireOneKeyASecret(Map<String, AppConfig> apps) {
        List<ApiKey> seen = new ArrayList<>();
        for (AppConfig app : apps.values()) {
            for (ApiKey key : app.keys()) {
                if (seen.stream().anyMatch(other -> other.secret().equals(key.secret()))) {
                    throw new ConfigException("bouncer.apps." + app.name() + ".keys." + key.name()
                            + ".secret: expected a secret of its own, got one that another key has too");
                }
                seen.add(key);
                if (key.secret().reveal().length() < 16) {
                    LOG.atWarn().addKeyValue("app", app.name()).addKeyValue("key", key.name())
                            .log("a secret of fewer than 16 characters can be guessed");
                }
            }
        }
    }

    // Both name the app, in URLs and signatures.
    private static void requireOneAppAPusherKey(Map<String, AppConfig> apps) {
        Set<String> keys = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (AppConfig app : apps.values()) {
            PusherConfig pusher = app.pusher();
            if (pusher == null) continue;
            String at = "bouncer.apps." + app.name() + ".pusher.";
            if (!keys.add(pusher.key()))
                throw new ConfigException(at + "key: expected a key of its own, got one that another app has too");
            if (!ids.add(pusher.appId()))
                throw new ConfigException(at + "app-id: expected an id of its own, got one that another app has too");
        }
    }

    private String text(String key, String defaultValue) {
        return settings.get(key, defaultValue, text -> text);
    }

    private int integer(String key, String defaultValue) {
        return settings.get(key, defaultValue, ConfigBinding::parseInteger);
    }

    static int parseInteger(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number up to " + Integer.MAX_VALUE, e);
        }
    }

    private static short parseShort(String text) {
        try {
            return Short.parseShort(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a whole number up to " + Short.MAX_VALUE, e);
        }
    }

    private Duration duration(String key, String defaultValue) {
        return settings.get(key, defaultValue, Durations::parse);
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }
}
