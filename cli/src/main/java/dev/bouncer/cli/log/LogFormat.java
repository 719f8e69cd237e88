package dev.bouncer.cli.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code BOUNCER_LOG_FORMAT}: how the log is written. The constants' names in lower case are those of logback's appenders. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For what collects logs: see {@link JsonLines}. */
    JSON;

    /** The environment variable. */
    public static final String VARIABLE = "BOUNCER_LOG_FORMAT";

    /**
     * What the environment asks for.
     *
     * @throws IllegalArgumentException if there is no such format: nothing would be logged
     */
    public static LogFormat in(Map<String, String> environment) {
        String asked = environment.getOrDefault(VARIABLE, "text");
        return Arrays.stream(values()).filter(format -> format.appender().equals(asked)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(VARIABLE + ": expected " + Arrays.stream(values())
                        .map(LogFormat::appender).collect(Collectors.joining(" or ")) + ", got '" + asked + "'"));
    }

    private String appender() {
        return name().toLowerCase(Locale.ROOT);
    }
}
