package dev.bouncer.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A good minute of chaos; more is a matter of {@code build/chaos}. */
@Isolated("ten processes and their clients are enough for the machine")
class ChaosIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path OUT = Path.of("target", "chaos").toAbsolutePath();
    private static final List<String> NAMESPACES = List.of("unshare", "--map-root-user", "--net", "--mount", "--pid",
            "--fork", "--mount-proc", "--kill-child");

    @Test
    void every_promise_is_kept() throws Exception {
        assumeTrue(Files.isDirectory(HOME.resolve("cli/target/lib")), "the command line is not packaged: mvn package");
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "chaos needs Linux");
        boolean namespaces = ends(prefixed("ip", "link", "set", "lo", "up"));
        if (!namespaces) System.out.println("chaos: no namespaces here: without the faults of network and disk");
        List<String> command = new ArrayList<>(namespaces ? NAMESPACES : List.of());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx1g",
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Dchaos.home=" + HOME, "-cp", classPath(),
                Chaos.class.getName(), "--seed", "5",
                "--minutes", "1.2", "--out", OUT.toString(), "--faults",
                "kill-edge,kill-streams,kill-broker,pause-broker,cut-edge,hung-transaction,poison"));
        ProcessBuilder chaos = new ProcessBuilder(command).redirectErrorStream(true);
        if (namespaces) chaos.environment().put("CHAOS_NAMESPACES", "1");
        Process process = chaos.start();
        String said;
        try {
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("fault 2, ").contains("0 violations");
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static List<String> prefixed(String... command) {
        List<String> all = new ArrayList<>(NAMESPACES);
        all.addAll(List.of(command));
        return all;
    }

    private static boolean ends(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
