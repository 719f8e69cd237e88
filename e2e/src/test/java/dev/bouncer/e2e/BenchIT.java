package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bouncer.bench.Bench;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.process.Launcher;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bouncer bench --smoke}, some of it: that it can be measured; what comes of it says nothing here. */
@Order(1)
class BenchIT {
    // As many as go into the time that the build has; the rest is a matter of 'bouncer bench all --smoke'.
    private static final List<String> SCENARIOS = List.of("mass", "burst", "restore");

    @TempDir
    private Path dir;

    @Test
    void scenarios_can_be_measured() throws Exception {
        // Nothing here runs long enough for a rehearsal to pay off.
        List<String> command = BuiltCli.HERE.server("-XX:+UseSerialGC");
        command.add("dev.bouncer.cli.Main");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Bench bench = new Bench(new Launcher(BuiltCli.HERE.home(), command, Map.of("BOUNCER_EDGE_REHEARSAL", "0")),
                Scale.SMOKE, 1, dir, Optional.empty(),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        List<String> failed = bench.run(SCENARIOS);

        assertThat(failed).as(said.toString(StandardCharsets.UTF_8)).isEmpty();
        JsonNode results = results();
        for (String name : SCENARIOS) {
            assertThat(results.path(name).path("figures").size()).as(name).isPositive();
        }
    }

    private JsonNode results() throws Exception {
        try (Stream<Path> files = Files.walk(dir, 2)) {
            Path file = files.filter(path -> path.endsWith("results.json")).findFirst().orElseThrow();
            return new ObjectMapper().readTree(Files.readString(file));
        }
    }
}
