package dev.bouncer.edge.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import dev.bouncer.config.tracing.TraceHeaders;
import dev.bouncer.config.tracing.Tracing;
import dev.bouncer.contract.Command;
import dev.bouncer.enforcement.EnforcementTrace;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;

/** A span for each command that came in a trace and closed sessions: from its receipt until the last was told. Thread-safe. */
public final class EnforcementSpans implements EnforcementTrace {
    private final Tracer tracer;
    private final InstantSource clock;

    private EnforcementSpans(Tracer tracer, InstantSource clock) {
        this.tracer = tracer;
        this.clock = clock;
    }

    /** Nothing at all where no spans are made. */
    public static EnforcementTrace of(Tracing tracing, InstantSource clock) {
        return tracing.isOn() ? new EnforcementSpans(tracing.tracer(), clock) : EnforcementTrace.NONE;
    }

    @Override
    public void enforced(Command command, Headers headers, int sessions, Duration took) {
        Context parent = TraceHeaders.of(headers);
        if (!TraceHeaders.isIn(parent)) return;
        Instant now = clock.instant();
        tracer.spanBuilder("enforce").setParent(parent).setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(now.minus(took)).setAttribute("bouncer.command", command.id().toString())
                .setAttribute("bouncer.app", command.subject().app()).setAttribute("bouncer.sessions", sessions)
                .startSpan().end(now);
    }
}
