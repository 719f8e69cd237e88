/**
 * What things cost without Bouncer: the bare parts that it is made of, each in processes of their own.
 */
@NullMarked
package dev.bouncer.bench.floor;

import org.jspecify.annotations.NullMarked;
