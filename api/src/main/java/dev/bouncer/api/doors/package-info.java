/**
 * The doors: each turns requests of one protocol into commands and questions, and the answers back. From outside only
 * the doors themselves are touched, to hand them to the server.
 */
@NullMarked
package dev.bouncer.api.doors;

import org.jspecify.annotations.NullMarked;
