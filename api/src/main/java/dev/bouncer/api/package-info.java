/**
 * The HTTP API: takes commands in, puts them on the log, and answers when they are safe.
 */
@NullMarked
package dev.bouncer.api;

import org.jspecify.annotations.NullMarked;
