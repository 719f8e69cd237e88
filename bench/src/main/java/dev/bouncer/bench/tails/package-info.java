/** What it costs a broker that every edge reads every command. */
@NullMarked
package dev.bouncer.bench.tails;

import org.jspecify.annotations.NullMarked;
