/**
 * The HTTP API of Bouncer, for backends: commands that are retried safely, questions, and errors that say what to do. Needs
 * Java 17 and Jackson, and nothing else of Bouncer.
 */
@NullMarked
package dev.bouncer.client;

import org.jspecify.annotations.NullMarked;
