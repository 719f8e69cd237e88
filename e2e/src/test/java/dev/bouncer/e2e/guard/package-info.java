/**
 * Reverse proxies of other projects with the files of {@code ops}, in front of an application that knows nothing of
 * Bouncer. Each test starts the proxies that it needs.
 */
@NullMarked
package dev.bouncer.e2e.guard;

import org.jspecify.annotations.NullMarked;
