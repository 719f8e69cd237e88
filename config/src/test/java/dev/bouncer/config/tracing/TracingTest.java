package dev.bouncer.config.tracing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bouncer.config.TracingConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void without_a_collector_no_span_is_made_and_the_callers_trace_goes_on() {
        try (Tracing off = Tracing.of(TracingConfig.OFF, "bouncer-api", "1")) {
            Context caller = TraceHeaders.of(headers(PARENT, "vendor=1"));
            Span span = off.tracer().spanBuilder("publish").setParent(caller).startSpan();
            Headers sent = new RecordHeaders();

            TraceHeaders.put(caller.with(span), sent);

            assertThat(off.isOn()).isFalse();
            assertThat(span.isRecording()).isFalse();
            assertThat(text(sent, "traceparent")).isEqualTo(PARENT);
            assertThat(text(sent, "tracestate")).isEqualTo("vendor=1");
        }
    }

    @Test
    void where_there_is_no_trace_nothing_is_put() {
        Headers sent = new RecordHeaders();

        TraceHeaders.put(Context.root(), sent);

        assertThat(sent).isEmpty();
        assertThat(TraceHeaders.isIn(TraceHeaders.of(new RecordHeaders()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "\u0000\u00ff"})
    void what_is_no_trace_counts_as_none(String parent) {
        assertThat(TraceHeaders.isIn(TraceHeaders.of(headers(parent, "a=b")))).isFalse();
    }

    @Test
    void a_state_that_is_too_long_is_left_out() {
        Headers sent = new RecordHeaders();

        TraceHeaders.put(TraceHeaders.of(headers(PARENT, "a=" + "x".repeat(200) + ",b=" + "y".repeat(200) + ",c="
                + "z".repeat(200))), sent);

        assertThat(text(sent, "traceparent")).isEqualTo(PARENT);
        assertThat(sent.lastHeader("tracestate")).isNull();
    }

    private static Headers headers(String parent, String state) {
        return new RecordHeaders().add("traceparent", parent.getBytes(US_ASCII)).add("tracestate",
                state.getBytes(US_ASCII));
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), US_ASCII);
    }
}
