package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The specification of the protocol holds, and each of its rules is needed. Skipped where the model checker is not to be had. */
class SpecTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int NO_CHECKER = 3;
    private static final int PATIENCE_MINUTES = 10;

    @Test
    void the_protocol_holds_and_breaks_where_a_rule_of_it_is_broken(@TempDir Path dir) throws Exception {
        Path said = dir.resolve("said");
        ProcessBuilder spec = new ProcessBuilder("build/spec", "--quick").directory(HOME.toFile())
                .redirectErrorStream(true).redirectOutput(said.toFile());
        Map<String, String> environment = spec.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        Process process = spec.start();
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("minutes").isTrue();
        } finally {
            // Its checker too, which would go on without it.
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList()
                    .forEach(ProcessHandle::destroyForcibly);
        }

        String lines = Files.readString(said);
        if (process.exitValue() == NO_CHECKER) {
            // Printed too, because a build only counts what it skips.
            System.err.println("skipped: " + lines);
            abort("skipped: " + lines);
        }
        assertThat(process.exitValue()).as(lines).isZero();
        assertThat(lines.lines().filter(line -> line.contains(" breaks "))).as(lines).hasSize(mutations().size());
    }

    private static List<Path> mutations() throws Exception {
        try (Stream<Path> files = Files.list(HOME.resolve("docs/spec/mutations"))) {
            return files.toList();
        }
    }
}
