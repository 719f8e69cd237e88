/**
 * What stands in the docs, done as it stands there.
 */
@NullMarked
package dev.bouncer.e2e.docs;

import org.jspecify.annotations.NullMarked;
