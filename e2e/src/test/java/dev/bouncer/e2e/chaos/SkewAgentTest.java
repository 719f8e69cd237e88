package dev.bouncer.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkewAgentTest {
    private static final long SKEW = -3_600_000;
    private static final long MINUTE = 60_000;

    /** What runs under the agent. */
    static final class Clocks {
        private Clocks() {}

        public static void main(String[] arguments) {
            System.out.println(System.currentTimeMillis() + " " + InstantSource.system().millis() + " "
                    + Clock.systemUTC().millis() + " " + Instant.now().toEpochMilli());
        }
    }

    @Test
    void all_ways_to_ask_for_the_time_are_off_by_as_much(@TempDir Path dir) throws Exception {
        Path agent = SkewAgent.jar(dir.resolve("agent.jar"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=" + SKEW, "-cp", "target/test-classes", Clocks.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        long expected = System.currentTimeMillis() + SKEW;
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(Stream.of(said.split(" ")).map(Long::valueOf)).hasSize(4)
                .allSatisfy(time -> assertThat(time).isBetween(expected - MINUTE, expected + MINUTE));
    }
}
