package dev.bouncer.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

/** The log as text, by the configuration that the processes have. */
class TextLinesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            alice, alice
            'alice" level="ERROR', 'alice\\" level=\\"ERROR'
            'alice\\" x="', 'alice\\\\\\" x=\\"'
            'a\n2026-01-01T00:00:00.000Z ERROR Enforcer: b', 'a\\n2026-01-01T00:00:00.000Z ERROR Enforcer: b'
            'Zoë 王', 'Zoë 王'
            """)
    void values_stay_within_their_quotes(String value, String written) throws JoranException {
        assertThat(line(new KeyValuePair("user", value), new KeyValuePair("sessions", 3)))
                .isEqualTo("2026-11-22T01:02:03.004Z INFO  Enforcer: told | them user=\"" + written
                        + "\" sessions=\"3\"" + System.lineSeparator());
    }

    @Test
    void what_steers_a_terminal_is_seen() throws JoranException {
        assertThat(line(new KeyValuePair("user", "a\u0085\u2028\u001b[2J\rb")))
                .contains(" user=\"a\\u0085\\u2028\\u001b[2J\\rb\"");
    }

    private static String line(KeyValuePair... pairs) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogFormat.class.getResource("/logback.xml")));
        LoggingEvent event = new LoggingEvent("here", context.getLogger("dev.bouncer.enforcement.Enforcer"),
                Level.INFO, "told\nthem", null, null);
        event.setInstant(Instant.parse("2026-11-22T01:02:03.004Z"));
        List.of(pairs).forEach(event::addKeyValuePair);
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT")
                .getAppender("STDERR");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
