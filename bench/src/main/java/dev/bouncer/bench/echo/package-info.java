/**
 * The server behind all that is measured: it sends back what it gets. It is a process of its own.
 */
@NullMarked
package dev.bouncer.bench.echo;

import org.jspecify.annotations.NullMarked;
