/**
 * This node's part in the trace of a command. From outside: {@link dev.bouncer.edge.trace.EnforcementSpans}.
 */
@NullMarked
package dev.bouncer.edge.trace;

import org.jspecify.annotations.NullMarked;
