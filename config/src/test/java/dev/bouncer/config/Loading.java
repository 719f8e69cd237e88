package dev.bouncer.config;

import java.util.Map;

import org.assertj.core.api.ThrowableAssertAlternative;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Loads configurations from text, as if it stood in {@code bouncer.yml}. */
final class Loading {
    private Loading() {}

    static BouncerConfig load(String yaml) {
        return load(yaml, Map.of());
    }

    static BouncerConfig load(String yaml, Map<String, String> environment) {
        Object document = PlainYaml.load(yaml);
        return ConfigFile.parse(document instanceof Map<?, ?> map ? map : Map.of(), "bouncer.yml", environment);
    }

    static AppConfig app(BouncerConfig config, String name) {
        AppConfig app = config.apps().get(name);
        if (app == null) throw new AssertionError("no app " + name + " in " + config.apps().keySet());
        return app;
    }

    static TokenConfig tokens(BouncerConfig config, String app) {
        TokenConfig tokens = app(config, app).tokens();
        if (tokens == null) throw new AssertionError("no tokens in app " + app);
        return tokens;
    }

    static ThrowableAssertAlternative<ConfigException> refused(String yaml) {
        return refused(yaml, Map.of());
    }

    static ThrowableAssertAlternative<ConfigException> refused(String yaml, Map<String, String> environment) {
        return assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> load(yaml, environment));
    }
}
