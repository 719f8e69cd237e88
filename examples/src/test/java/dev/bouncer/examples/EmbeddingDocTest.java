package dev.bouncer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/embedding.md shows stands in the examples, line by line, and so it compiles and was run. */
class EmbeddingDocTest {
    private static final Path DOC = Path.of("../docs/embedding.md");
    private static final Pattern CODE = Pattern.compile("(?:^ {4}.*\\n(?:\\n(?= {4}))?)+", Pattern.MULTILINE);

    static List<String> shown() throws IOException {
        List<String> blocks = CODE.matcher(Files.readString(DOC)).results().map(MatchResult::group)
                .map(EmbeddingDocTest::lines).toList();
        assertThat(blocks).as("what " + DOC + " shows").hasSizeGreaterThan(3);
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("shown")
    void stands_in_an_example(String block) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> sources = files.filter(Files::isRegularFile).toList();
            assertThat(Stream.concat(sources.stream(), Stream.of(Path.of("pom.xml"))).map(EmbeddingDocTest::read))
                    .anyMatch(source -> source.contains(block));
        }
    }

    private static String read(Path file) {
        try {
            return lines(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    // However deep they are indented.
    private static String lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
