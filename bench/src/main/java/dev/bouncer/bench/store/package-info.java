/** What the blocks in force cost an edge: reading them when it starts, keeping them, looking one up. */
@NullMarked
package dev.bouncer.bench.store;

import org.jspecify.annotations.NullMarked;
