/**
 * An edge: it holds client WebSockets and enforces commands. From outside: {@link dev.bouncer.edge.Edge}.
 */
@NullMarked
package dev.bouncer.edge;

import org.jspecify.annotations.NullMarked;
