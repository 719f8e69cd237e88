package dev.bouncer.cli.log;

import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.bouncer.cli.client.Printable;
import org.slf4j.event.KeyValuePair;

/**
 * What an event says further, as {@code name="value"} with a space between: {@code %pairs} of a pattern. Values are ids and
 * errors of anybody's making: quotes and backslashes in them have a backslash before them, and what would begin another line,
 * or steer a terminal, is a visible escape.
 */
public final class QuotedPairs extends ClassicConverter {
    /** A converter for one pattern. */
    public QuotedPairs() {}

    @Override
    public String convert(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? ""
                : pairs.stream().map(pair -> pair.key + "=\"" + escaped(String.valueOf(pair.value)) + '"')
                        .collect(Collectors.joining(" "));
    }

    private static String escaped(String value) {
        return Printable.line(value.replace("\\", "\\\\").replace("\"", "\\\""));
    }
}
