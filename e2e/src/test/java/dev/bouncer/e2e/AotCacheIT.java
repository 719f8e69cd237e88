package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The AOT cache of the built command line, as {@code ./bouncer} uses it. */
class AotCacheIT {
    // Where the launcher's options differ from one command to another.
    private static final List<List<String>> OPTIONS = List.of(List.of(),
            List.of("-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "-XX:G1PeriodicGCInterval=30000"),
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), List.of("-XX:+UseParallelGC"),
            List.of("-Xmx128m"));

    private record Ended(int status, String said) {}

    @Test
    void one_cache_fits_every_command() throws Exception {
        for (List<String> options : OPTIONS) {
            // A JVM told so does not start without it.
            assertThat(version(options, "-XX:AOTMode=on").status()).as(options.toString()).isZero();
        }
        assertThat(version(List.of("-XX:-UseCompactObjectHeaders"), "-XX:AOTMode=on").status()).isNotZero();
    }

    @Test
    void who_cannot_use_it_starts_all_the_same_and_says_nothing_of_it() throws Exception {
        for (String option : List.of("-XX:-UseCompactObjectHeaders", "-XX:+UseZGC", "-XX:AOTCache=there-is-none")) {
            Ended ended = version(List.of(option));
            assertThat(ended.said()).as(option).startsWith("bouncer ").hasLineCount(1);
            assertThat(ended.status()).isZero();
        }
    }

    private static Ended version(List<String> options, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        List<String> command = BuiltCli.HERE.server(all.toArray(String[]::new));
        command.addAll(List.of("dev.bouncer.cli.Main", "--version"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
