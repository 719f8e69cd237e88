/**
 * Processes that are measured: started, stopped, and asked of the kernel what they take. Linux only.
 */
@NullMarked
package dev.bouncer.bench.process;

import org.jspecify.annotations.NullMarked;
