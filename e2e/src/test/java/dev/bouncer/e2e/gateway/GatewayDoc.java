package dev.bouncer.e2e.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code docs/gateway.md}, as far as it is run: what stands indented in a section. */
final class GatewayDoc {
    private static final Path DOC = Path.of("../docs/gateway.md");
    private static final Pattern BLOCK = Pattern.compile("(?:^ {4}.*\n(?:\n(?= {4}))?)+", Pattern.MULTILINE);
    private static final String CONFIGURATION = "bouncer:\n";

    private GatewayDoc() {}

    /** The excerpt of {@code bouncer.yml} in a section. */
    static String configuration(String heading) {
        return blocks(heading).stream().filter(block -> block.startsWith(CONFIGURATION)).findFirst()
                .orElseThrow(() -> new AssertionError("expected a configuration in " + heading));
    }

    /** The code in a section. */
    static List<String> code(String heading) {
        return blocks(heading).stream().filter(block -> !block.startsWith(CONFIGURATION)).toList();
    }

    private static List<String> blocks(String heading) {
        return BLOCK.matcher(section(heading)).results().map(MatchResult::group)
                .map(block -> block.replaceAll("(?m)^ {4}", "")).toList();
    }

    private static String section(String heading) {
        try {
            String doc = Files.readString(DOC);
            int start = doc.indexOf("# " + heading + "\n");
            if (start < 0) throw new AssertionError("expected a section '" + heading + "' in " + DOC);
            int end = doc.indexOf("\n##", start + 1);
            return doc.substring(start, end < 0 ? doc.length() : end) + '\n';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
