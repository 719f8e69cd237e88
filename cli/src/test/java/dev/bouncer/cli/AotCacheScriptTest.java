package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code build/aot-cache}, with a Java that only says how it was called. */
class AotCacheScriptTest {
    private static final Path SCRIPT = Path.of("..", "build", "aot-cache").toAbsolutePath().normalize();

    @TempDir
    private Path dir;
    private Path cache = Path.of("");

    @BeforeEach
    void names() {
        cache = dir.resolve("the cache");
    }

    @Test
    void takesTheJvmsCacheWhenItIsWhole() throws Exception {
        Path java = java("""
                for option in "$@"; do
                    case $option in -XX:AOTCacheOutput=*) output=${option#*=} ;; esac
                done
                [[ ! -e '%s' ]] && echo "$* key=$BOUNCER_KEY tools=$JAVA_TOOL_OPTIONS" >"$output"
                """.formatted(cache));

        assertThat(make(java, Map.of("BOUNCER_KEY", "secret", "JAVA_TOOL_OPTIONS", "-Xmx1m"))).isZero();

        assertThat(Files.readString(cache)).contains("-cp a:b dev.bouncer.cli.Main demo", "+UseCompactObjectHeaders")
                .endsWith(" key= tools=\n");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void keepsTheOneThatIsThereWhereTheTrainingFails() throws Exception {
        Files.writeString(cache, "before");

        assertThat(make(java("exit 1"), Map.of())).isNotZero();

        assertThat(cache).hasContent("before");
        assertThat(leftOver()).isEmpty();
    }

    private List<Path> leftOver() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().startsWith(cache.getFileName() + ".")).toList();
        }
    }

    private int make(Path java, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), java.toString(), "a:b", cache.toString());
        builder.environment().putAll(environment);
        return builder.inheritIO().start().waitFor();
    }

    private Path java(String text) throws IOException {
        Path file = Files.writeString(dir.resolve("java"), "#!/bin/bash\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
