package dev.bouncer.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads {@code bouncer.yml} and the environment. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Loads and checks everything.
     *
     * @param file        null: the environment and defaults alone
     * @param environment {@code BOUNCER_API_PORT} is {@code bouncer.api.port}, and counts more than the file; apps and
     *                    keys that it alone names have names in lower case
     * @throws ConfigException if the file cannot be read, or a value is wrong, missing or unknown
     */
    public static BouncerConfig load(@Nullable Path file, Map<String, String> environment) {
        return parse(file == null ? Map.of() : yaml(file), file == null ? "defaults" : file.toString(), environment);
    }

    /**
     * The same, for a process that without an app would let nobody in, and hear nobody.
     *
     * @throws ConfigException also if there is no app
     */
    public static BouncerConfig loadWithApps(@Nullable Path file, Map<String, String> environment) {
        BouncerConfig config = load(file, environment);
        if (config.apps().isEmpty()) {
            throw new ConfigException("bouncer.apps: expected at least one app, found none in "
                    + (file == null ? "the environment (and no file was named with --config)" : file));
        }
        return config;
    }

    /**
     * Checks what was read from YAML.
     *
     * @param yaml   the document
     * @param source where it came from, for errors
     * @throws ConfigException if a value is wrong, missing or unknown
     */
    public static BouncerConfig parse(Map<?, ?> yaml, String source, Map<String, String> environment) {
        Settings settings = Settings.of(yaml, source, environment);
        BouncerConfig config = new ConfigBinding(settings).bind();
        settings.requireNoneLeft();
        return config;
    }

    private static Map<?, ?> yaml(Path file) {
        try {
            Object document = PlainYaml.load(Files.readString(file));
            if (document == null) return Map.of();
            if (document instanceof Map<?, ?> map) return map;
            throw new ConfigException(file + ": expected a mapping that begins with 'bouncer:'");
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": expected UTF-8, got other bytes");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        } catch (MarkedYAMLException e) {
            // The whole message would quote the line, and a secret may stand in it.
            throw new ConfigException(file + where(e.getProblemMark()) + ": is no YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigException(file + ": is no YAML: " + e.getMessage());
        }
    }

    private static String where(@Nullable Mark mark) {
        return mark == null ? "" : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
