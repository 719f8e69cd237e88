package dev.bouncer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The tables of the docs have every key there is, and no other, with the default that counts. */
class ReferenceTest {
    private static final Path DOCS = Path.of("../docs");
    private static final String APP = "bouncer.apps.<app>.";
    private static final String ROUTE = APP + "routes.<name>.";
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\| ?([^|]*?) ?\\|.*");
    private static final Pattern ANY = Pattern
            .compile("none|all|any|required|never|with .*|the .*|where .*|a new .*|host and port.*|");

    private static Map<String, String> known() {
        Map<String, Object> app = Map.of("keys", Map.of("NAME", Map.of("secret", "0123456789abcdef", "scopes", "read")),
                "tokens", Map.of("hmac-secret", "0123456789abcdef0123456789abcdef"), "routes",
                Map.of("ROUTE", Map.of("path", "/chat", "upstream", "ws://127.0.0.1:9000")));
        Map<String, Object> console = Map.of("url", "https://bouncer.example.com", "session-secret",
                "0123456789abcdef0123456789abcdef", "oidc",
                Map.of("issuer", "https://login.example.com", "client-id", "bouncer", "client-secret", "secret",
                        "grants", Map.of("NAME", Map.of("values", "staff", "role", "viewer"))));
        Settings settings = Settings.of(
                Map.of("bouncer", Map.of("apps", Map.of("APP", app), "console", console)), "test", Map.of());
        new ConfigBinding(settings).bind();
        Map<String, String> known = new TreeMap<>();
        settings.known().forEach((key, value) -> known.put(key.replace("bouncer.apps.APP.", APP)
                .replace("keys.NAME.", "keys.<name>.").replace("routes.ROUTE.", "routes.<name>.")
                .replace("grants.NAME.", "grants.<name>."), value));
        // The app's name, here.
        known.put(APP + "pusher.app-id", "");
        return known;
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        rows("configuration.md", "").forEach(keys::put);
        rows("gateway.md", ROUTE).forEach((key, value) -> {
            if (key.matches(Pattern.quote(ROUTE) + "[a-z.-]+")) keys.put(key, value);
        });
        keys.keySet().removeIf(key -> !key.startsWith("bouncer.") || key.endsWith(".*") || key.endsWith("…"));
        return keys;
    }

    /** Of {@code | `a.b`, `.c` | 1, 2 |}: {@code a.b} and {@code a.c} with what each has. */
    private static Map<String, String> rows(String doc, String before) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(DOCS.resolve(doc))) {
            var row = ROW.matcher(line);
            if (!row.matches()) continue;
            List<String> names = cells(row.group(1));
            String told = row.group(2).replaceAll(" \\(.*", "");
            List<String> defaults = names.size() == 1 ? List.of(told.replace("`", "")) : cells(told);
            String first = names.getFirst();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                String key = name.startsWith(".") ? first.substring(0, first.lastIndexOf('.')) + name : name;
                rows.put(before + key, defaults.size() == names.size() ? defaults.get(i) : defaults.getFirst());
            }
        }
        return rows;
    }

    private static List<String> cells(String text) {
        return Arrays.stream(text.split(",", -1)).map(cell -> cell.replace("`", "").strip()).toList();
    }

    @Test
    void everyKeyIsThereAndNoOther() throws IOException {
        assertThat(documented().keySet()).containsExactlyInAnyOrderElementsOf(known().keySet());
    }

    @Test
    void withTheDefaultThatCounts() throws IOException {
        Map<String, String> documented = documented();
        known().forEach((key, value) -> {
            String told = String.valueOf(documented.get(key));
            if (value.isEmpty()) {
                assertThat(told).as(key).matches(ANY);
            } else {
                assertThat(told).as(key).isEqualTo(value);
            }
        });
    }
}
