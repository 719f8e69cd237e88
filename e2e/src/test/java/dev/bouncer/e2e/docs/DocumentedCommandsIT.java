package dev.bouncer.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bouncer.e2e.BuiltCli;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command in the docs, as it stands there, in a shell beside the {@code ./bouncer up} of the docs, one doc after the
 * other: it ends with status 0, or with one that its comment names, and answers what the doc shows. The same command is
 * run once. What is in {@link NotRunHere} is not run.
 */
@Order(2)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentedCommandsIT {
    // Of the commands that start a node the one that says most.
    private static final String UP = "BOUNCER_LOG_LEVEL=DEBUG ./bouncer up 2> up.log";
    private static final Set<String> STARTS = Set.of(UP, "./bouncer up");
    private static final String VARIABLES = ". data/env";
    // The first thing that a new user sees.
    private static final String CONNECT = "./bouncer connect --user alice &";

    private static final List<DocumentedCommand> COMMANDS = Block.all().stream()
            .flatMap(block -> block.commands().stream()).toList();

    private static final List<DocumentedRequest> REQUESTS = Block.all().stream()
            .flatMap(block -> DocumentedRequest.of(block).stream()).toList();
    private static final Pattern COMMAND_ID = Pattern.compile("\"command\":\"([^\"]+)\"");

    @TempDir
    private static Path folder;
    private static DocumentedNode node;
    private static final Set<String> RUN = new HashSet<>();

    @BeforeAll
    static void start() throws Exception {
        assertThat(COMMANDS).extracting(DocumentedCommand::bare).contains(UP, CONNECT, VARIABLES);
        String config = Block.all().stream().filter(block -> block.doc().equals("docs/configuration.md"))
                .map(block -> String.join("\n", block.lines())).findFirst().orElseThrow();
        node = DocumentedNode.start(folder, UP, config.replace("…", "0123456789abcdef0123456789abcdef"));
        RUN.addAll(STARTS);
    }

    @AfterAll
    static void stop() {
        if (node != null) node.close();
    }

    static Stream<String> docs() {
        return COMMANDS.stream().map(DocumentedCommand::doc).distinct();
    }

    @ParameterizedTest
    @MethodSource("docs")
    @Order(1)
    void does_what_it_says(String doc) throws Exception {
        try (Shell shell = node.shell()) {
            assertThat(shell.run(VARIABLES).status()).isZero();
            StringBuilder said = new StringBuilder();
            for (DocumentedCommand command : COMMANDS) {
                if (!command.doc().equals(doc) || isListed(command) || !RUN.add(command.bare())) continue;
                Shell.Answer answer = shell.run(command.text());
                said.append("$ ").append(command.text()).append('\n').append(answer.text());
                assertThat(command.mayEndWith(answer.status())).as("status %s\n%s", answer.status(), said).isTrue();
                assertThat(command.expected()).as(said.toString())
                        .allSatisfy(line -> assertThat(answer.text()).containsPattern(line));
            }
            // What was left in the background comes to its end by itself.
            Shell.Answer rest = shell.run("wait");
            assertThat(rest.status()).isZero();
            if (said.indexOf(CONNECT) >= 0) {
                assertThat(said.append(rest.text())).contains("\"welcome\"", "closed 4403 blocked");
            }
        }
    }

    /** Those of the API's own docs; after the commands, since the last one is for the whole app. */
    @Test
    @Order(2)
    void requests_are_answered_as_it_is_shown() throws Exception {
        Map<String, String> variables = node.variables();
        String command = "";
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (DocumentedRequest request : REQUESTS) {
                HttpRequest sent = request.to(variables, command);
                // As the docs say, a node shows a command some milliseconds after it has answered that it is on the log.
                HttpResponse<String> answer = await().until(() -> http.send(sent, BodyHandlers.ofString()),
                        early -> !early.body().contains("no-such-command"));
                assertThat(request.mayBeAnswered(answer.statusCode())).as("%s: %s", request, answer.body()).isTrue();
                Matcher given = COMMAND_ID.matcher(answer.body());
                if (given.find()) command = given.group(1);
            }
        }
    }

    @Test
    void what_is_not_run_is_in_the_docs_and_run_by_the_test_that_is_named() throws IOException {
        Set<String> tests = new HashSet<>();
        for (String module : List.of("cli", "e2e")) {
            try (Stream<Path> files = Files.walk(BuiltCli.HERE.home().resolve(module).resolve("src/test/java"))) {
                files.map(file -> file.getFileName().toString()).forEach(tests::add);
            }
        }

        assertThat(NotRunHere.LIST).allSatisfy(entry -> {
            assertThat(COMMANDS).anyMatch(entry::lists);
            if (!entry.test().isEmpty()) assertThat(tests).contains(entry.test() + ".java");
        });
    }

    private static boolean isListed(DocumentedCommand command) {
        return NotRunHere.LIST.stream().anyMatch(entry -> entry.lists(command));
    }
}
