/**
 * Looking for blocks among millions: what may be asked, and passing all rows by to find it. From outside:
 * {@link dev.bouncer.api.console.search.BlockSearch}.
 */
@NullMarked
package dev.bouncer.api.console.search;

import org.jspecify.annotations.NullMarked;
