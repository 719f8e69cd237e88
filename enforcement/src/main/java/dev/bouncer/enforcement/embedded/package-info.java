/**
 * For applications that have WebSockets of their own: what an edge does, in their JVM. From outside:
 * {@link dev.bouncer.enforcement.embedded.EmbeddedEdge}.
 */
@NullMarked
package dev.bouncer.enforcement.embedded;

import org.jspecify.annotations.NullMarked;
