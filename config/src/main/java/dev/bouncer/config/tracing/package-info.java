/**
 * How a request is followed through the processes: W3C trace context in records' headers, and spans for a collector. From
 * outside: {@link dev.bouncer.config.tracing.Tracing}.
 */
@NullMarked
package dev.bouncer.config.tracing;

import org.jspecify.annotations.NullMarked;
