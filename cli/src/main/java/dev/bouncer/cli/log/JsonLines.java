package dev.bouncer.cli.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes each event as one line of JSON: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, what the
 * event says further under the names that it has in the text, and {@code exception} with the stack trace. Values are texts, but for
 * numbers and truth values.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Set<String> OURS = Set.of("time", "level", "logger", "thread", "message", "exception");

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

    /** An encoder that is not started yet. */
    public JsonLines() {}

    @Override
    public void start() {
        stackTrace.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator to = json.createGenerator(line)) {
            write(event, to);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer does not fail", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void write(ILoggingEvent event, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        to.writeStringField("level", event.getLevel().toString());
        String logger = event.getLoggerName();
        to.writeStringField("logger", logger.substring(logger.lastIndexOf('.') + 1));
        to.writeStringField("thread", event.getThreadName());
        to.writeStringField("message", event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                to.writeFieldName(OURS.contains(pair.key) ? pair.key + '_' : pair.key);
                write(pair.value, to);
            }
        }
        if (event.getThrowableProxy() != null)
            to.writeStringField("exception", stackTrace.convert(event).stripTrailing());
        to.writeEndObject();
    }

    private static void write(@Nullable Object value, JsonGenerator to) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case Boolean truth -> to.writeBoolean(truth);
            default -> to.writeString(value.toString());
        }
    }
}
