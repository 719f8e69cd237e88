/** Tests of the examples: the same for all, on one broker. */
@NullMarked
package dev.bouncer.examples;

import org.jspecify.annotations.NullMarked;
