package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.bouncer.cli.demo.Client;
import dev.bouncer.e2e.BuiltCli;
import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.SharedBroker;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code docs/examples}, as somebody runs them who has set the three variables. */
@ExtendWith({SharedBroker.class, SharedFleet.class})
class ExamplesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path EXAMPLES = BuiltCli.HERE.home().resolve("docs/examples");
    private static final Map<String, List<String>> PROGRAMS = Map.of("sh", List.of("sh"), "mjs", List.of("node"), "py",
            List.of("python3"), "java", List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path")));

    private final SharedFleet.Running running = SharedFleet.get();

    @ParameterizedTest
    @ValueSource(strings = {"ban.sh", "Ban.java", "ban.mjs", "ban.py"})
    void does_what_it_says(String file) throws Exception {
        String user = "example of " + file;
        List<String> command = command(file, user);
        try (Client client = running.fleet().welcomed(running.first(), user)) {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(Map.of("BOUNCER_URL", running.api().uri().toString(), "BOUNCER_APP", Fleet.APP,
                    "BOUNCER_KEY", Fleet.SECRET));
            Process example = builder.start();
            String said = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(example.waitFor()).as(said).isZero();
            assertThat(said.strip().lines()).as(said).hasSizeGreaterThanOrEqualTo(3);
            assertThat(client.closedWithin(SOON)).isNotNull().extracting(Client.Closed::code).isEqualTo(4403);
        }
        assertThat(
                running.fleet().call(running.api(), "GET", "/blocks/user/" + user.replace(" ", "%20"), "").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ban.sh", "ban.mjs", "ban.py"})
    void fails_where_it_is_refused(String file) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command(file, "nobody")).redirectErrorStream(true);
        builder.environment().putAll(Map.of("BOUNCER_URL", running.api().uri().toString(), "BOUNCER_APP", Fleet.APP,
                "BOUNCER_KEY", "not-the-key"));
        Process example = builder.start();
        String said = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(example.waitFor()).as(said).isNotZero();
        assertThat(said).contains("401");
    }

    static List<String> command(String file, String user) {
        String kind = file.substring(file.indexOf('.') + 1);
        List<String> program = Objects.requireNonNull(PROGRAMS.get(kind));
        assumeTrue(isThere(program.getFirst()) && (!kind.equals("sh") || isThere("curl")),
                "skipped: there is no " + program.getFirst() + " or curl here");
        List<String> command = new ArrayList<>(program);
        command.add(EXAMPLES.resolve(file).toString());
        // The script takes what stands in a URL.
        command.add(kind.equals("sh") ? user.replace(" ", "%20") : user);
        return command;
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }
}
