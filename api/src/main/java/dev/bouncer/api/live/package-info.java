/**
 * The sessions that are open now, as the edges tell when they are asked: nobody else knows them.
 * {@link dev.bouncer.api.live.LiveEdges} asks, the doors answer.
 */
@NullMarked
package dev.bouncer.api.live;

import org.jspecify.annotations.NullMarked;
