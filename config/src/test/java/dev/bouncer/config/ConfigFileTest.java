package dev.bouncer.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files, as they are and as they should not be. */
final class ConfigFileTest {
    private Path file = Path.of("");

    @BeforeEach
    void chooseFile(@TempDir Path folder) {
        file = folder.resolve("bouncer.yml");
    }

    private BouncerConfig load(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return ConfigFile.load(file, Map.of());
    }

    private ThrowableAssertAlternative<ConfigException> refused() {
        return assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> ConfigFile.load(file, Map.of()));
    }

    private ThrowableAssertAlternative<ConfigException> refused(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return refused();
    }

    @Test
    void errorsNameTheFile() throws IOException {
        refused("bouncer.api.port: 80x").withMessage(
                "bouncer.api.port (from %s): expected a whole number up to 2147483647, got '80x'", file);
    }

    @Test
    void aProcessThatServesAppsNeedsOne() throws IOException {
        assertThat(load("bouncer.api.port: 80").apps()).isEmpty();
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> ConfigFile.loadWithApps(file, Map.of()))
                .withMessage("bouncer.apps: expected at least one app, found none in %s", file);
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> ConfigFile.loadWithApps(null, Map.of()))
                .withMessage("bouncer.apps: expected at least one app, found none in the environment (and no file was "
                        + "named with --config)");
        assertThat(ConfigFile.loadWithApps(null, Map.of("BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET", "x".repeat(32)))
                .apps()).containsKey("chat");
    }

    @Test
    void missingFile() {
        refused().withMessage("%s: there is no such file", file);
    }

    @Test
    void folderInsteadOfAFile() throws IOException {
        Files.createDirectory(file);
        refused().withMessageStartingWith(file + ": cannot be read: ");
    }

    @Test
    void otherBytesThanUtf8() throws IOException {
        Files.write(file, "bouncer: { data-dir: é }".getBytes(StandardCharsets.ISO_8859_1));
        refused().withMessage("%s: expected UTF-8, got other bytes", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---\n", "# nothing but words\n", "~"})
    void emptyFileIsTheDefaults(String yaml) throws IOException {
        assertThat(load(yaml)).isEqualTo(ConfigFile.load(null, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bouncer", "- bouncer\n- api", "42", "\"\""})
    void otherDocumentThanAMapping(String yaml) throws IOException {
        refused(yaml).withMessage("%s: expected a mapping that begins with 'bouncer:'", file);
    }

    @Test
    void syntaxErrorTellsTheLineAndNoSecret() throws IOException {
        refused("""
                bouncer:
                  apps:
                    chat: {keys: {a: {secret: "hunter2" scopes: read}}}
                """).withMessageStartingWith(file + ", line 3, column 41: is no YAML: ")
                .withMessageNotContaining("hunter2");
        refused("bouncer:\n\tapi: 1\n").withMessageStartingWith(file + ", line 2, column 1: is no YAML: ");
    }

    @Test
    void sameKeyTwice() throws IOException {
        refused("""
                bouncer:
                  api:
                    port: 1
                    host: a
                    port: 2
                """).withMessage("%s, line 5, column 5: is no YAML: found duplicate key port", file);
    }

    @Test
    void twoDocuments() throws IOException {
        refused("bouncer: {}\n---\nbouncer: {}\n").withMessageStartingWith(file + ", line 2, column 1: is no YAML: ");
    }

    @Test
    void objectsOfJava() throws IOException {
        refused("bouncer: !!java.net.URL [\"http://127.0.0.1/\"]").withMessageContaining("is no YAML: ")
                .withMessageContaining("java.net.URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on         | on
            yes        | yes
            No         | No
            true       | true
            0123       | 0123
            0x1F       | 0x1F
            1_000      | 1_000
            12e3       | 12e3
            1.10       | 1.10
            2026-12-01 | 2026-12-01
            .inf       | .inf
            '"~"'      | ~
            '"null"'   | null
            """)
    void valueIsTheTextThatWasWritten(String written, String read) throws IOException {
        assertThat(load("bouncer.kafka.client.x: " + written).kafka().client()).containsEntry("x", read);
    }

    @Test
    void secretOfDigitsAndNamesThatLookOtherwise() throws IOException {
        AppConfig app = Loading.app(load("""
                bouncer:
                  apps:
                    0123:
                      keys:
                        on: { secret: 012345678901234567890, scopes: read }
                """), "0123");

        assertThat(app.keys()).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("on");
            assertThat(key.secret().reveal()).isEqualTo("012345678901234567890");
        });
    }

    @Test
    void anchorsAndMerges() throws IOException {
        BouncerConfig config = load("""
                bouncer:
                  api: &listen { host: 10.0.0.1, stale-after: 9s }
                  edge: { <<: *listen, id: edge-2 }
                """);

        assertThat(config.edge()).extracting(EdgeConfig::host, EdgeConfig::id).containsExactly("10.0.0.1", "edge-2");
        assertThat(config.edge().staleAfter()).hasSeconds(9);
    }
}
