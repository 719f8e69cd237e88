package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.e2e.clients.ClientRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What a fleet is deployed with: those who read the files understand them, and so does Bouncer what they give it. */
class DeploymentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path COMPOSE = OpsFolder.HOME.resolve("docker-compose.yml");
    private static final Path KUBERNETES = OpsFolder.HOME.resolve("ops/kubernetes");
    private static final List<String> NO_MANIFESTS = List.of("kustomization.yaml", "prometheus-adapter.yaml");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");
    // What operators put into the Secret, as docs/deploying.md names it.
    private static final Map<String, String> SECRET = Map.of("BOUNCER_INTERNAL_SECRET", "x".repeat(40),
            "BOUNCER_APPS_CHAT_KEYS_BACKEND_SECRET", "y".repeat(40), "BOUNCER_APPS_CHAT_TOKENS_HMAC_SECRET",
            "z".repeat(40), "BOUNCER_KAFKA_CLIENT_SASL_JAAS_CONFIG", "ScramLoginModule required;");

    private static JsonNode read(Path file) throws IOException {
        return JSON.valueToTree(new Yaml().load(Files.readString(file, UTF_8)));
    }

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !NO_MANIFESTS.contains(file.getFileName().toString())).sorted().toList();
        }
    }

    private static String run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void the_compose_file_is_what_its_specification_says() throws Exception {
        run(ClientRuntime.OPS.command("run.sh", "check-jsonschema", "--builtin-schema", "vendor.compose-spec",
                COMPOSE.toString()));
    }

    @Test
    void the_compose_file_has_no_default_secret_pins_images_and_mounts_what_is_there() throws Exception {
        assertThat(VARIABLE.matcher(Files.readString(COMPOSE, UTF_8)).results().map(MatchResult::group)).isNotEmpty()
                .allMatch(variable -> variable.matches("\\$\\{([A-Z_]+):\\?set \\1}"));
        for (JsonNode service : read(COMPOSE).path("services")) {
            assertThat(service.path("image").asText()).matches("bouncer:latest|.+:v?\\d+\\.\\d+\\.\\d+(-\\w+)?");
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", 2)[0];
                if (source.startsWith("./")) assertThat(OpsFolder.HOME.resolve(source)).exists();
            }
        }
    }

    @Test
    void processes_understand_what_compose_gives_them() throws Exception {
        List<String> understood = new ArrayList<>();
        for (Map.Entry<String, JsonNode> service : read(COMPOSE).path("services").properties()) {
            if (!service.getValue().path("image").asText().equals("bouncer:latest")) continue;
            Map<String, String> environment = new HashMap<>();
            // Each secret another: two keys may not have the same.
            service.getValue().path("environment").properties().forEach(variable -> environment.put(variable.getKey(),
                    VARIABLE.matcher(variable.getValue().asText()).replaceAll(variable.getKey() + "x".repeat(40))));
            BouncerConfig config = ConfigFile.parse(Map.of(), service.getKey(), environment);
            understood.add(service.getKey() + " " + config.edge().id());
        }
        assertThat(understood).containsExactly("topics edge-1", "streams-1 edge-1", "streams-2 edge-1", "api edge-1",
                "edge-1 edge-1", "edge-2 edge-2");
    }

    @Test
    void prometheus_asks_in_containers_for_what_it_asks_elsewhere() throws Exception {
        Path file = OpsFolder.PROMETHEUS.resolve("compose.yml");
        JsonNode elsewhere = read(OpsFolder.PROMETHEUS.resolve("prometheus.yml"));
        JsonNode compose = read(file);
        List<String> services = read(COMPOSE).path("services").properties().stream().map(Map.Entry::getKey).toList();

        run(ClientRuntime.DEBIAN.command("run.sh", "promtool", "check", "config", file.toString()));
        assertThat(compose.findValuesAsText("job_name")).isEqualTo(elsewhere.findValuesAsText("job_name"));
        assertThat(compose.path("rule_files")).isEqualTo(elsewhere.path("rule_files"));
        for (JsonNode targets : compose.findValues("targets")) {
            for (JsonNode target : targets)
                assertThat(services).contains(target.asText().split(":", 2)[0]);
        }
    }

    @Test
    void the_dockerfile_is_well_written() throws Exception {
        run(ClientRuntime.OPS.command("run.sh", "hadolint", "--no-color",
                OpsFolder.HOME.resolve("Dockerfile").toString()));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void kubernetes_takes_the_manifests(Path manifest) throws Exception {
        assertThat(run(ClientRuntime.OPS.command("run.sh", "kubernetes-validate", "--strict", manifest.toString())))
                .contains("passed for resource");
        assertThat(read(KUBERNETES.resolve("kustomization.yaml")).path("resources").valueStream().map(JsonNode::asText))
                .contains(manifest.getFileName().toString());
    }

    @Test
    void kustomize_renders_the_manifests() throws Exception {
        String rendered;
        try {
            rendered = run(new ProcessBuilder("kubectl", "kustomize", KUBERNETES.toString()));
        } catch (IOException e) {
            System.err.println("skipped: there is no kubectl here");
            rendered = abort("there is no kubectl here");
        }
        // Secrets have names here, and no values.
        assertThat(rendered).contains("image: registry.example.org/bouncer:").doesNotContain("image: bouncer\n")
                .doesNotContain("kind: Secret");
    }

    @Test
    void processes_understand_what_kubernetes_gives_them() throws Exception {
        List<String> understood = new ArrayList<>();
        for (Path manifest : manifests()) {
            for (Object document : new Yaml().loadAll(Files.readString(manifest, UTF_8))) {
                JsonNode container = JSON.<JsonNode>valueToTree(document).at("/spec/template/spec/containers/0");
                if (container.isMissingNode()) continue;
                Map<String, String> environment = new HashMap<>(SECRET);
                for (JsonNode variable : container.path("env")) {
                    // What has no value is the pod's name.
                    environment.put(variable.path("name").asText(),
                            variable.path("value").asText("edge-7").replaceAll("\\$\\(.*\\)", "edge-7"));
                }
                BouncerConfig config = ConfigFile.load(KUBERNETES.resolve("bouncer.yml"), environment);
                assertThat(config.kafka().clientProperties()).containsEntry("sasl.jaas.config",
                        SECRET.get("BOUNCER_KAFKA_CLIENT_SASL_JAAS_CONFIG"));
                understood.add(container.path("name").asText() + " " + config.edge().id());
            }
        }
        assertThat(understood).containsExactlyInAnyOrder("api edge-1", "edge edge-7", "streams edge-1",
                "topics edge-1");
    }
}
