/**
 * What an edge does before it takes clients: it lets in some of its own, on a stage that has nothing in common with the
 * real one but the code. {@link dev.bouncer.edge.rehearsal.Rehearsal} is the way in.
 */
@NullMarked
package dev.bouncer.edge.rehearsal;

import org.jspecify.annotations.NullMarked;
