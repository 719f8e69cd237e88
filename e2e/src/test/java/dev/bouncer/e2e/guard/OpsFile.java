package dev.bouncer.e2e.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file of {@code ops} whose variables are filled in by whoever uses it. */
final class OpsFile {
    private static final Path OPS = Path.of("..", "ops").toAbsolutePath().normalize();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");

    private OpsFile() {}

    static Path path(String name) {
        return OPS.resolve(name);
    }

    /** Writes the file with its variables filled in, as envsubst does. */
    static void fill(String name, Map<String, String> values, Path to) throws IOException {
        String text = Files.readString(path(name));
        Set<String> variables = VARIABLE.matcher(text).results().map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(variables).as("variables of " + name).isEqualTo(values.keySet());
        Files.writeString(to, VARIABLE.matcher(text).replaceAll(found -> value(found, values)));
    }

    private static String value(MatchResult variable, Map<String, String> values) {
        return Matcher.quoteReplacement(values.getOrDefault(variable.group(1), ""));
    }
}
