package dev.bouncer.streams.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The W3C trace context of a command, handed on to what the command leads to. No other header is, and none of unusual
 * length: whoever publishes could otherwise make a record of ours longer than its topic takes, which aborts the
 * transaction at every attempt and so stops the partition.
 */
final class TraceContext {
    private static final int MAX_PARENT = 55;
    private static final int MAX_STATE = 512;

    private TraceContext() {}

    /** The trace headers among those received, as new headers that the caller may add to. */
    static Headers of(Headers received) {
        Headers trace = new RecordHeaders();
        handOn("traceparent", MAX_PARENT, received, trace);
        handOn("tracestate", MAX_STATE, received, trace);
        return trace;
    }

    private static void handOn(String name, int maxBytes, Headers received, Headers trace) {
        Header header = received.lastHeader(name);
        if (header != null && header.value() != null && header.value().length <= maxBytes) trace.add(header);
    }
}
