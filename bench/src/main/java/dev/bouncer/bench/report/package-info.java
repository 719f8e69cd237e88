/**
 * What a scenario has measured: figures of each round, next to those of a baseline of the same round, and how the ratio
 * stands to its target.
 */
@NullMarked
package dev.bouncer.bench.report;

import org.jspecify.annotations.NullMarked;
