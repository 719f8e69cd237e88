/**
 * Questions for the history of a subject: from the internal route to the copies of the state store, here and at other
 * instances. From outside: {@link dev.bouncer.streams.history.HistoryRoute} and what it is made with.
 */
@NullMarked
package dev.bouncer.streams.history;

import org.jspecify.annotations.NullMarked;
