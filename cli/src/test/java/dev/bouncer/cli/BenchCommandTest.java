package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.bench.Bench;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.cli.client.FakeApi;
import dev.bouncer.cli.client.FakeApi.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bouncer bench} before it measures anything, and what it leaves behind. */
class BenchCommandTest {
    private static final String KEY = "the-key-that-nobody-may-see";
    private static final String TOKENS = "the-secret-that-nobody-may-see-0123456789";
    private static final String NOWHERE = "127.0.0.1:1";

    private final TestTerminal terminal = new TestTerminal();
    private final Map<String, String> environment = new HashMap<>(
            Map.of("BOUNCER_BENCH_KEY", KEY, "BOUNCER_BENCH_HMAC_SECRET", TOKENS));
    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void forgetHome() {
        System.clearProperty(Launcher.HOME);
    }

    private int bench(String arguments) {
        return terminal.run(environment, ("bench " + arguments).strip().split(" +"));
    }

    @Test
    void listsScenarios() {
        assertThat(bench("--list")).isZero();

        assertThat(terminal.out().lines()).contains("kick *", "gateway", "settings").hasSameSizeAs(Bench.names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--short | expected a scenario, got none", "nonsense | expected one of [kick,",
            "kick nonsense | got nonsense", "kick --rounds -2 | --rounds: expected 0 to 100, got -2",
            "kick --rounds 101 | --rounds: expected 0 to 100, got 101", "kick --rounds few | is not an int",
            "kick --short --smoke | mutually exclusive"})
    void wrongUsage(String arguments, String why) {
        assertThat(bench(arguments)).isEqualTo(2);

        assertThat(terminal.err()).startsWith("bouncer: ").contains(why).hasLineCount(1);
    }

    @Test
    void goesOnBehindAScenarioThatFailsAndTellsOfItAtTheEnd() throws IOException {
        // Without the script, nothing can be started; without the file, an import has nothing to measure.
        System.setProperty(Launcher.HOME, Files.createDirectories(folder.resolve("home")).toString());

        assertThat(bench("mass import --smoke --out " + folder)).isEqualTo(1);

        assertThat(terminal.out())
                .containsPattern("mass +\\d+ s  could not be measured: java.io.IOException: Cannot run")
                .containsPattern("import +\\d+ s\n").containsPattern("in all +\\d+ s\n");
        JsonNode results = results();
        assertThat(results.path("mass").path("failed").asText()).contains("Cannot run");
        assertThat(results.path("import").path("rows").isArray()).isTrue();
        assertThat(results.path("scale").asText()).isEqualTo("SMOKE");
    }

    private JsonNode results() throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            Path file = files.filter(path -> path.endsWith("results.json")).findFirst().orElseThrow();
            return new ObjectMapper().readTree(Files.readString(file));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "kick --api http://127.0.0.1:1 | needs --api, --edge and --app: got no --edge",
            "kick --edge ws://127.0.0.1:1 --app demo | got no --api",
            "kick --api http://127.0.0.1:1 --edge ws://127.0.0.1:1 | got no --app",
            "kick --kafka 127.0.0.1:1 | got no --api",
            "kick --api https://a:1 --edge ws://a:1 --app demo | got 'https://a:1'",
            "kick --api http://a --edge ws://a:1 --app demo | expected http://HOST:PORT, got 'http://a'",
            "kick --api http://a:1/x --edge ws://a:1 --app demo | expected http://HOST:PORT, got 'http://a:1/x'",
            "kick --api http://a:1 --edge ws://a:1,nonsense --app demo | expected ws://HOST:PORT, got 'nonsense'",
            "kick --api http://a:1 --edge ws://a:1 --app a/b | app",
            "kick gateway --api http://a:1 --edge ws://a:1 --app demo | gateway measures only processes that it starts"})
    void wrongFleet(String arguments, String why) {
        assertThat(bench(arguments)).isEqualTo(2);

        assertThat(terminal.err()).startsWith("bouncer: ").contains(why).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOUNCER_BENCH_KEY", "BOUNCER_BENCH_HMAC_SECRET"})
    void aFleetNeedsItsSecrets(String variable) {
        environment.remove(variable);

        assertThat(bench("kick --api http://a:1 --edge ws://a:1 --app demo")).isEqualTo(2);

        assertThat(terminal.err()).contains(variable);
    }

    @Test
    void tokensNeedASecretLongEnough() {
        environment.put("BOUNCER_BENCH_HMAC_SECRET", "short");

        assertThat(bench("kick --api http://a:1 --edge ws://a:1 --app demo")).isEqualTo(2);

        assertThat(terminal.err()).contains("BOUNCER_BENCH_HMAC_SECRET: expected 32 bytes or more, got 5");
    }

    @Test
    void noApi() {
        assertThat(bench("kick --api http://" + NOWHERE + " --edge ws://" + NOWHERE + " --app demo")).isEqualTo(5);

        assertThat(terminal.err()).startsWith("bouncer: cannot reach the API at http://" + NOWHERE);
    }

    @Test
    void aKeyThatIsNotAccepted() throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.always(_ -> Reply.problem(401, "unauthorized", "Unauthorized", "the API key is not valid"));

            assertThat(bench("kick --api " + api.uri() + " --edge ws://" + NOWHERE + " --app demo")).isEqualTo(4);
        }

        assertThat(terminal.err()).contains("the API key is not valid");
        assertThat(terminal.err() + terminal.out()).doesNotContain(KEY, TOKENS);
    }

    @Test
    void noEdge() throws IOException {
        try (FakeApi api = new FakeApi()) {
            api.always(_ -> Reply.ok("{\"command\":\"x\"}"));

            assertThat(bench("kick --api " + api.uri() + " --edge ws://" + NOWHERE + " --app demo")).isEqualTo(5);

            assertThat(api.requests()).singleElement().satisfies(asked -> {
                assertThat(asked.method() + ' ' + asked.path())
                        .isEqualTo("DELETE /v1/apps/demo/blocks/user/bench-nobody");
                assertThat(asked.header("Authorization")).isEqualTo("Bearer " + KEY);
            });
        }
        assertThat(terminal.err()).startsWith("bouncer: cannot connect to the edge at ws://" + NOWHERE);
        assertThat(terminal.err() + terminal.out()).doesNotContain(KEY, TOKENS);
    }

    @Test
    void saysWhereItIsLeftOut() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/bouncer-bench-[^/]*|.*/bench/target/classes/?"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", classPath, Main.class.getName(), "bench", "kick", "--short")).start();

        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).startsWith("bouncer: bench is not part of this installation").hasLineCount(1);
    }
}
