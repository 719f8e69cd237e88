package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.FakeTime;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/cli.md} is what the commands say of themselves. Written anew with {@code -Dcli.doc.write=true}. */
class CliDocTest {
    private static final Path DOC = Path.of("../docs/cli.md");
    private static final int WIDTH = 110;
    /** What runs until it is told to end, or prints but one word, or the frames of somebody else. */
    private static final Set<String> WITHOUT_JSON = Set.of("demo", "gateway", "up", "api", "streams", "edge", "token",
            "connect",
            "bench", "completion");

    private static CommandLine commands() {
        FakeTime time = new FakeTime();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Main.commands(new Terminal(nowhere, nowhere, new ByteArrayInputStream(new byte[0]), Map.of(), time, time,
                false));
    }

    /** Those that do something, and do not only hold others. */
    private static List<CommandLine> leaves(CommandLine command) {
        Stream<CommandLine> own = command.getCommand() instanceof Callable ? Stream.of(command) : Stream.empty();
        return Stream.concat(own, command.getSubcommands().values().stream().flatMap(one -> leaves(one).stream()))
                .toList();
    }

    private static String written() {
        StringBuilder doc = new StringBuilder("""
                # Commands

                Made from the commands themselves. `./bouncer completion bash` and `zsh` print what completes them in a shell. With `--json`
                results are JSON on standard output, for programs; errors and progress are on standard error. Colours are only on a terminal, and not
                where `NO_COLOR` is set; progress bars too are only where somebody watches. `BOUNCER_URL`, `BOUNCER_APP`, `BOUNCER_KEY` and
                `BOUNCER_CA` stand in for `--api`, `--app`, `--key` and `--ca`.

                | exit status | |
                |---|---|
                """);
        for (ExitStatus status : ExitStatus.values()) {
            doc.append("| ").append(status.code()).append(" | ").append(status.meaning()).append(" |\n");
        }
        for (CommandLine leaf : leaves(commands())) {
            leaf.setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
            doc.append("\n## ").append(leaf.getCommandSpec().qualifiedName()).append("\n\n");
            leaf.getUsageMessage(Ansi.OFF).lines()
                    .forEach(line -> doc.append(line.isBlank() ? "" : "    " + line.stripTrailing()).append('\n'));
        }
        return doc.toString();
    }

    @Test
    void theDocIsWhatTheCommandsSay() throws IOException {
        if (Boolean.getBoolean("cli.doc.write")) Files.writeString(DOC, written());
        assertThat(Files.readString(DOC)).as("docs/cli.md is stale: run this test with -Dcli.doc.write=true")
                .isEqualTo(written());
    }

    @Test
    void whatPrintsAResultPrintsItAsJsonToo() {
        for (CommandLine leaf : leaves(commands())) {
            assertThat(leaf.getCommandSpec().findOption("--json") != null).as(leaf.getCommandSpec().qualifiedName())
                    .isEqualTo(!WITHOUT_JSON.contains(leaf.getCommandName()));
        }
    }
}
