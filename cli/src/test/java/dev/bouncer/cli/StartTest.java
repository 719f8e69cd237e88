package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole command line as a process of its own. */
class StartTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whoOnlyAsksTheApiLoadsNoServers() throws Exception {
        Path loaded = folder.resolve("classes");

        Process process = start(List.of("-Xlog:class+load:file=" + loaded), "show", "alice", "--app", "chat", "--key",
                "k", "--api", "http://127.0.0.1:1");
        assertThat(end(process)).isEqualTo(5);

        try (Stream<String> lines = Files.lines(loaded)) {
            List<String> classes = lines.toList();
            assertThat(classes).anyMatch(line -> line.contains(" dev.bouncer.cli.Show "));
            assertThat(classes).noneMatch(line -> line.contains(" org.apache.kafka.")
                    || line.contains(" io.micronaut.") || line.contains(" ch.qos.logback."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "streams", "edge"})
    void aWrongConfigurationIsOneLine(String process) throws Exception {
        assertThat(refused(process, "bouncer:\n  kafka:\n    partitions: many\n"))
                .startsWith("bouncer: bouncer.kafka.partitions (from " + config() + "): ").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "edge", "up"})
    void aConfigurationWithoutAppsIsOneLine(String process) throws Exception {
        assertThat(refused(process, ""))
                .isEqualTo("bouncer: bouncer.apps: expected at least one app, found none in " + config() + "\n");
    }

    private Path config() {
        return folder.resolve("bouncer.yml");
    }

    private String refused(String process, String yaml) throws Exception {
        Files.writeString(config(), yaml);
        Process child = start(List.of(), process, "--config", config().toString());
        String err = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(end(child)).isEqualTo(2);
        return err;
    }

    @Test
    void noKafkaForTheTopics() throws Exception {
        Path config = Files.writeString(folder.resolve("bouncer.yml"), """
                bouncer:
                  kafka:
                    bootstrap-servers: 127.0.0.1:1
                    client: { default.api.timeout.ms: 500, request.timeout.ms: 200 }
                """);

        Process child = start(List.of(), "topics", "check", "--config", config.toString());
        String err = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(end(child)).isEqualTo(5);
        assertThat(err).startsWith("bouncer: Kafka at 127.0.0.1:1: ").hasLineCount(1);
    }

    private static Process start(List<String> options, String... args) throws IOException {
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
        return new ProcessBuilder(Stream.of(java, options, List.of(Main.class.getName()), List.of(args))
                .flatMap(List::stream).toList()).start();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
