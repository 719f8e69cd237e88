package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bouncer.cli.client.FakeTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/** Every {@code ./bouncer} in the docs is a command that there is, with options and values that it takes. */
class DocumentedCommandsTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern COMMAND = Pattern
            .compile("^ {4,}(?:\\$ )?(?:[A-Z_]+=\\S+ )*\\./bouncer( .*)?$|`\\./bouncer( [^`]*)?`");
    // What a shell makes words of, as far as the docs use it.
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    static Stream<Documented> commands() throws IOException {
        List<Documented> commands = new ArrayList<>();
        List<Path> docs = new ArrayList<>(List.of(HOME.resolve("README.md"), HOME.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(docs::add);
        }
        for (Path doc : docs) {
            for (String line : Files.readAllLines(doc)) {
                Matcher found = COMMAND.matcher(line);
                while (found.find()) {
                    String arguments = found.group(1) == null ? found.group(2) : found.group(1);
                    commands.add(new Documented(HOME.relativize(doc).toString(), arguments == null ? "" : arguments,
                            found.group(2) != null));
                }
            }
        }
        return commands.stream().filter(command -> !command.arguments().startsWith(" COMMAND")).distinct();
    }

    /** @param named whether a sentence names it, without all that it needs */
    record Documented(String doc, String arguments, boolean named) {
        /** Up to a comment, a pipe, a redirection or the end of the command. */
        String[] words() {
            List<String> words = new ArrayList<>();
            Matcher found = WORD.matcher(arguments);
            while (found.find()) {
                String plain = found.group(3);
                if (plain != null && plain.matches("#.*|\\||&&?|;|[0-9]?>.*|<.*|…|\\(.*")) break;
                // Of alternatives the first.
                words.add(plain != null
                        ? plain.split("\\|", -1)[0]
                        : found.group(1) != null ? found.group(1) : found.group(2));
            }
            return words.toArray(String[]::new);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isOne(Documented documented) {
        FakeTime time = new FakeTime();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        CommandLine bouncer = Main.commands(new Terminal(nowhere, nowhere, InputStream.nullInputStream(), Map.of(),
                time, time, false));
        bouncer.setCaseInsensitiveEnumValuesAllowed(true);

        try {
            bouncer.parseArgs(documented.words());
        } catch (MissingParameterException e) {
            assertThat(documented.named()).as(e.getMessage()).isTrue();
            // Named: without any of it.
            assertThat("bouncer " + String.join(" ", documented.words())).as(e.getMessage())
                    .isEqualTo(e.getCommandLine().getCommandSpec().qualifiedName(" "));
        }
    }
}
