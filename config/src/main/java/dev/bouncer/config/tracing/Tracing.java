package dev.bouncer.config.tracing;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.TracingConfig;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * The tracer of one process. Where nothing is configured it makes no spans and loads no SDK; what a request brings along is
 * handed on all the same. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
    private static final String SCOPE = "dev.bouncer";
    private static final String PATH = "/v1/traces";
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long LONGEST_GOODBYE_SECONDS = 2;

    /** What there is only where something is configured, so that the SDK's classes are loaded only then. */
    private record Exported(SdkTracerProvider provider) implements AutoCloseable {
        @Override
        public void close() {
            provider.shutdown().join(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private final Tracer tracer;
    private final @Nullable AutoCloseable exported;

    private Tracing(Tracer tracer, @Nullable AutoCloseable exported) {
        this.tracer = tracer;
        this.exported = exported;
    }

    /** Makes no spans. */
    public static Tracing off() {
        return new Tracing(TracerProvider.noop().get(SCOPE), null);
    }

    /**
     * As configured. Spans that the collector does not take in time, or that are too many, are lost: nothing waits for them.
     *
     * @param process  the service's name in traces
     * @param instance which one of several it is
     */
    public static Tracing of(TracingConfig config, String process, String instance) {
        URI endpoint = config.otlpEndpoint();
        return endpoint == null ? off() : to(endpoint, config.sample(), process, instance);
    }

    private static Tracing to(URI endpoint, double sample, String process, String instance) {
        String base = endpoint.toString();
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH)
                .setTimeout(TIMEOUT).build();
        return to(BatchSpanProcessor.builder(exporter).setScheduleDelay(GATHER).build(), sample, process, instance);
    }

    /** The same, to whatever takes the spans; closed with this. */
    public static Tracing to(SpanProcessor processor, double sample, String process, String instance) {
        Resource resource = Resource.getDefault().merge(Resource.create(
                Attributes.builder().put("service.name", process).put("service.instance.id", instance).build()));
        SdkTracerProvider provider = SdkTracerProvider.builder().setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sample))).addSpanProcessor(processor).build();
        return new Tracing(provider.get(SCOPE), new Exported(provider));
    }

    /** Whether it makes spans. */
    public boolean isOn() {
        return exported != null;
    }

    /** Makes the spans. */
    public Tracer tracer() {
        return tracer;
    }

    /** Sends what is left, for a short while. */
    @Override
    public void close() {
        if (exported == null) return;
        try {
            exported.close();
        } catch (Exception e) {
            throw new IllegalStateException("an exporter does not throw", e);
        }
    }
}
