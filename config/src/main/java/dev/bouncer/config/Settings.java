package dev.bouncer.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The settings as flat keys, {@code bouncer.api.port}, from YAML and the environment, and which of them were asked for:
 * what nobody asks for is a misspelling. Names of apps and keys stay as they are written.
 */
final class Settings {
    // A value of null: the key stands there with nothing behind it, which counts as absent.
    private record Setting(@Nullable String value, String source) {}

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Set<String> sections = new TreeSet<>();
    private final Map<String, String> environment;

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    static Settings of(Map<?, ?> yaml, String source, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        settings.flatten("", yaml, source);
        return settings;
    }

    private void flatten(String prefix, Map<?, ?> map, String source) {
        map.forEach((name, value) -> {
            String key = prefix.isEmpty() ? String.valueOf(name) : prefix + '.' + name;
            switch (value) {
                case Map<?, ?> inner when inner.isEmpty() -> put(key, null, source);
                case Map<?, ?> inner -> flatten(key, inner, source);
                case Collection<?> items -> {
                    List<String> texts = new ArrayList<>();
                    items.forEach(item -> texts.add(String.valueOf(item)));
                    put(key, String.join(",", texts), source);
                }
                case null -> put(key, null, source);
                default -> put(key, value.toString(), source);
            }
        });
    }

    private void put(String key, @Nullable String value, String source) {
        if (settings.put(key, new Setting(value, source)) != null) {
            throw new ConfigException(key + " (from " + source + "): expected it once, got it nested and with dots");
        }
    }

    // A public key too: who mistakes it may have put the private one there.
    private static boolean isSecret(String key) {
        return key.endsWith("secret") || key.endsWith("public-key");
    }

    /** The value of a key, or the default where there is none. */
    <T> T get(String key, String defaultValue, Function<String, T> parse) {
        defaults.put(key, defaultValue);
        T value = optional(key, parse);
        return value != null ? value : parse.apply(defaultValue);
    }

    /** The value of a key, or null. */
    <T> @Nullable T optional(String key, Function<String, T> parse) {
        Setting setting = find(key);
        if (setting == null || setting.value() == null) return null;
        try {
            return parse.apply(setting.value());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String got = isSecret(key) || message.contains(", got ") ? "" : ", got '" + setting.value() + "'";
            throw new ConfigException(withSource(key) + ": " + message + got);
        }
    }

    /** Puts the whole key, and where its value came from, before what a record says of one of its own values. */
    <T> T checked(String at, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            String[] message = String.valueOf(e.getMessage()).split(": ", 2);
            throw new ConfigException(withSource(at + message[0]) + ": " + message[message.length - 1]);
        }
    }

    private String withSource(String key) {
        Setting setting = find(key);
        return setting == null ? key : key + " (from " + setting.source() + ")";
    }

    private @Nullable Setting find(String key) {
        asked.add(key);
        String variable = Variables.of(key);
        String value = environment.get(variable);
        return value != null ? new Setting(value, "environment variable " + variable) : settings.get(key);
    }

    /**
     * The names of the apps, or of the API keys of one, that stand directly below their section, in the file's order and then the
     * environment's. One that the environment alone names is in lower case.
     */
    Set<String> namesBelow(String key) {
        sections.add(key);
        Set<String> names = new LinkedHashSet<>();
        String prefix = key + '.';
        for (String present : settings.keySet()) {
            if (present.startsWith(prefix)) names.add(present.substring(prefix.length()).split("\\.", 2)[0]);
        }
        Set<String> variables = new TreeSet<>(names.stream().map(Variables::of).toList());
        for (String variable : new TreeSet<>(environment.keySet())) {
            String name = Variables.nameBelow(key, variable);
            if (name != null && variables.add(name)) names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** All that stands below a key, by what follows it. */
    Map<String, String> below(String key) {
        sections.add(key);
        Map<String, String> values = new LinkedHashMap<>();
        String prefix = key + '.';
        settings.forEach((present, setting) -> {
            if (!present.startsWith(prefix)) return;
            asked.add(present);
            if (setting.value() != null) values.put(present.substring(prefix.length()), setting.value());
        });
        String variablePrefix = Variables.of(key) + '_';
        environment.forEach((variable, value) -> {
            if (variable.startsWith(variablePrefix)) {
                values.put(variable.substring(variablePrefix.length()).toLowerCase(Locale.ROOT).replace('_', '.'),
                        value);
            }
        });
        return values;
    }

    /** All keys that were asked for, with their defaults; those that have none with an empty one. */
    Map<String, String> known() {
        Map<String, String> known = new TreeMap<>();
        asked.forEach(key -> known.put(key, defaults.getOrDefault(key, "")));
        return known;
    }

    /** @throws ConfigException if the file holds a key that nobody asked for */
    void requireNoneLeft() {
        settings.forEach((key, setting) -> {
            if (asked.contains(key)) return;
            List<String> inside = namesKnownBelow(key + '.');
            boolean section = sections.contains(key) || !inside.isEmpty();
            if (section && setting.value() == null) return;
            String wrong = section
                    ? "expected settings below it" + (inside.isEmpty() ? "" : " (" + String.join(", ", inside) + ")")
                            + ", got a value"
                    : "there is no such setting; " + suggestion(key);
            throw new ConfigException(key + " (from " + setting.source() + "): " + wrong);
        });
    }

    private String suggestion(String key) {
        for (int end = key.lastIndexOf('.'); end >= 0; end = key.lastIndexOf('.', end - 1)) {
            List<String> siblings = namesKnownBelow(key.substring(0, end + 1));
            if (!siblings.isEmpty())
                return "expected one of " + String.join(", ", siblings) + " below " + key.substring(0, end);
        }
        return "everything stands below 'bouncer'";
    }

    private List<String> namesKnownBelow(String prefix) {
        return Stream.concat(asked.stream(), sections.stream()).filter(known -> known.startsWith(prefix))
                .map(known -> known.substring(prefix.length()).split("\\.", 2)[0]).distinct().sorted().toList();
    }
}
