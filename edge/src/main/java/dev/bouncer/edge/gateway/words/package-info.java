/**
 * How sessions end on routes: each protocol's own words for "closed, do not come back" and "come back". From outside:
 * {@link dev.bouncer.edge.gateway.words.Words}.
 */
@NullMarked
package dev.bouncer.edge.gateway.words;

import org.jspecify.annotations.NullMarked;
