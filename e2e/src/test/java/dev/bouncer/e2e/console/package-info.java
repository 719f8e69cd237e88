/** The console in a real browser. */
@NullMarked
package dev.bouncer.e2e.console;

import org.jspecify.annotations.NullMarked;
