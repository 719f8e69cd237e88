/**
 * What an edge takes for its clients: to let them in, to keep them, to close many of them at once. Next to it stands a
 * plain Javalin server that checks nothing.
 */
@NullMarked
package dev.bouncer.bench.edge;

import org.jspecify.annotations.NullMarked;
