/**
 * The sessions of this node, whatever protocol they speak: opened, admitted, closed, let go at shutdown. From outside:
 * {@link dev.bouncer.edge.session.Sessions}, and the {@link dev.bouncer.edge.session.Timers} everything here runs by.
 */
@NullMarked
package dev.bouncer.edge.session;

import org.jspecify.annotations.NullMarked;
