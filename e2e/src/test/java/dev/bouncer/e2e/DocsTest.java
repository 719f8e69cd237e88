package dev.bouncer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the docs point at is there. */
class DocsTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    // [text](target) and [name]: target
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|^\\[[^]]+]: (\\S+)$", Pattern.MULTILINE);
    private static final Pattern REFERENCE = Pattern.compile("\\[([A-Z]\\w+(?:Test|IT))](?![(:])");

    static Stream<Path> docs() throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
            return Stream.concat(Stream.of(HOME.resolve("README.md"), HOME.resolve("CONTRIBUTING.md")),
                    files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream()).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("docs")
    void every_link_leads_somewhere(Path doc) throws IOException {
        String text = Files.readString(doc);
        List<String> broken = LINK.matcher(text).results().map(DocsTest::target)
                .filter(target -> !target.startsWith("http") && !target.startsWith("#"))
                .filter(target -> !Files.exists(doc.resolveSibling(target.replaceAll("#.*", "")))).toList();
        List<String> undefined = REFERENCE.matcher(text).results().map(found -> found.group(1))
                .filter(name -> !text.contains("\n[" + name + "]: ")).toList();

        assertThat(broken).isEmpty();
        assertThat(undefined).isEmpty();
    }

    private static String target(MatchResult link) {
        return link.group(1) == null ? link.group(2) : link.group(1);
    }
}
