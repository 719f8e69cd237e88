package dev.bouncer.api.http;

import java.util.List;

import dev.bouncer.config.tracing.TraceHeaders;
import dev.bouncer.config.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Puts each request into the trace that it names, or into a new one where spans are made: whatever is done for it on its
 * thread finds the trace as the current context. Paths are not told, since ids stand in them.
 */
final class TracedRequests extends Handler.Wrapper {
    /** The request's attribute with its {@link Span}, for whoever knows the route. */
    static final String SPAN = TracedRequests.class.getName();

    private static final TextMapGetter<HttpFields> FIELDS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpFields fields) {
            return List.of(TraceHeaders.PARENT, TraceHeaders.STATE);
        }

        @Override
        public @Nullable String get(@Nullable HttpFields fields, String name) {
            if (fields == null) return null;
            // The state may be cut into several; of two parents none is believed.
            List<String> values = fields.getValuesList(name);
            return values.isEmpty() || (values.size() > 1 && name.equals(TraceHeaders.PARENT))
                    ? null
                    : String.join(",", values);
        }
    };

    private final Tracing tracing;

    TracedRequests(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!tracing.isOn() && !request.getHeaders().contains(TraceHeaders.PARENT))
            return super.handle(request, response, callback);
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request.getHeaders(), FIELDS);
        Span span = tracing.tracer().spanBuilder("request").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
        if (tracing.isOn()) {
            request.setAttribute(SPAN, span);
            Request.addCompletionListener(request, failure -> end(span, response.getStatus(), failure));
        }
        try (Scope _ = parent.with(span).makeCurrent()) {
            return super.handle(request, response, callback);
        }
    }

    /** The route is known by now. */
    static void name(@Nullable Object span, String method, String route) {
        if (!(span instanceof Span named)) return;
        named.updateName(method + ' ' + route);
        named.setAttribute("http.request.method", method);
        named.setAttribute("http.route", route);
    }

    private static void end(Span span, int status, @Nullable Throwable failure) {
        span.setAttribute("http.response.status_code", status);
        if (failure != null || status >= 500) span.setStatus(StatusCode.ERROR);
        span.end();
    }
}
