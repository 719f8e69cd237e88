package dev.bouncer.config.tracing;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The W3C trace context in the headers of a record: {@code traceparent} and {@code tracestate}. */
public final class TraceHeaders {
    /** The header, of a request and of a record, without which there is no trace. */
    public static final String PARENT = "traceparent";
    /** The header for what others keep in a trace. */
    public static final String STATE = "tracestate";

    /** Beyond it moderation-streams hands it on no more, nor need anybody. */
    private static final int LONGEST_STATE = 512;
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapSetter<Headers> INTO = TraceHeaders::put;
    private static final TextMapGetter<Headers> FROM = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return List.of(PARENT, STATE);
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null || header.value().length > LONGEST_STATE
                    ? null
                    : new String(header.value(), StandardCharsets.US_ASCII);
        }
    };

    private TraceHeaders() {}

    /** Puts the trace into the headers of a record, if there is one. */
    public static void put(Context trace, Headers headers) {
        if (isIn(trace)) W3C.inject(trace, headers, INTO);
    }

    /** The trace that a record's headers tell of; without one where they tell of none, or of none that is well-formed. */
    public static Context of(Headers headers) {
        return headers.lastHeader(PARENT) == null ? Context.root() : W3C.extract(Context.root(), headers, FROM);
    }

    /** Whether there is a trace. */
    public static boolean isIn(Context context) {
        return Span.fromContext(context).getSpanContext().isValid();
    }

    private static void put(@Nullable Headers headers, String name, String value) {
        if (headers != null && value.length() <= LONGEST_STATE)
            headers.add(name, value.getBytes(StandardCharsets.US_ASCII));
    }
}
