package dev.bouncer.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bouncer.e2e.BuiltCli;

/**
 * What stands indented in a doc.
 *
 * @param lines without the indentation
 */
record Block(String doc, List<String> lines) {
    private static final int INDENTATION = 4;
    private static final String PROMPT = "$ ";
    private static final String GOES_ON = "\\";

    // Whatever has none of these forms is for a shell: a new kind of block is noticed, since a shell does not know it.
    private static final Pattern ANOTHER_LANGUAGE = Pattern.compile(String.join("|", "(GET|PUT|POST|DELETE)\\b.*",
            "Authorization: .*", "[{<].*", "(key|value|header) .*", "[a-z-]+:( .*)?", "Usage: .*", ".*──.*",
            "(new|public|def|async def) .*", "[\\w.]+\\(.*", "\\w+ \\w+ = .*"));

    /** The blocks of the docs: what a new user reads first comes first. */
    static List<Block> all() {
        Path home = BuiltCli.HERE.home();
        try (Stream<Path> files = Files.walk(home.resolve("docs"))) {
            Stream<Path> first = Stream.of("README.md", "docs/getting-started.md").map(home::resolve);
            Stream<Path> rest = files.filter(file -> file.toString().endsWith(".md")).sorted();
            return Stream.of(first, rest, Stream.of(home.resolve("CONTRIBUTING.md"))).flatMap(docs -> docs).distinct()
                    .flatMap(file -> of(home.relativize(file).toString(), read(file)).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of a text. */
    static List<Block> of(String doc, List<String> text) {
        List<Block> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        boolean begins = true;
        for (String line : text) {
            boolean indented = line.startsWith(" ".repeat(INDENTATION));
            if (indented && (begins || !block.isEmpty())) block.add(line);
            else if (line.isBlank() && !block.isEmpty()) block.add("");
            else if (!block.isEmpty()) {
                blocks.add(new Block(doc, block));
                block = new ArrayList<>();
            }
            begins = line.isBlank();
        }
        if (!block.isEmpty()) blocks.add(new Block(doc, block));
        return blocks;
    }

    Block {
        int deep = lines.stream().filter(line -> !line.isEmpty())
                .mapToInt(line -> line.length() - line.stripLeading().length()).min().orElse(0);
        lines = lines.stream().map(line -> line.isEmpty() ? line : line.substring(deep)).toList();
    }

    /** The commands in it; nothing where it is in another language than a shell's. */
    List<DocumentedCommand> commands() {
        if (ANOTHER_LANGUAGE.matcher(lines.getFirst()).matches()) return List.of();
        boolean prompted = lines.getFirst().startsWith(PROMPT);
        List<DocumentedCommand> commands = new ArrayList<>();
        List<String> text = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String line : lines) {
            boolean goesOn = !text.isEmpty() && text.getLast().endsWith(GOES_ON);
            if (goesOn) text.add(line);
            else if (prompted && !line.startsWith(PROMPT)) shown.add(line);
            else {
                add(commands, text, shown);
                text = new ArrayList<>(List.of(prompted ? line.substring(PROMPT.length()) : line));
                shown = new ArrayList<>();
            }
        }
        add(commands, text, shown);
        return commands;
    }

    private void add(List<DocumentedCommand> commands, List<String> text, List<String> shown) {
        String command = String.join("\n", text);
        if (!command.isBlank()) commands.add(new DocumentedCommand(doc, command, shown));
    }
}
