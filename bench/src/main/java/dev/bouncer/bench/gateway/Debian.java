package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx and HAProxy: the machine's own, or out of Debian 12's packages, as the end-to-end tests have them. */
final class Debian {
    private static final List<String> SCRIPTS = List.of("install.sh", "run.sh");

    private Debian() {}

    /**
     * The folder with the script that runs them; empty: they cannot be had here.
     *
     * @param home of the project
     * @param dir  where packages are fetched to
     */
    static Optional<Path> programs(Path home, Path dir) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        for (String script : SCRIPTS) {
            Files.write(dir.resolve(script),
                    Files.readAllBytes(home.resolve("e2e/src/test/clients/debian").resolve(script)));
        }
        Process install = new ProcessBuilder("sh", "install.sh").directory(dir.toFile()).redirectErrorStream(true)
                .redirectOutput(dir.resolve("install.log").toFile()).start();
        return install.waitFor() == 0 ? Optional.of(dir) : Optional.empty();
    }
}
