/**
 * The HTTP ports of processes that have little use for HTTP, and what those of one fleet ask each other there, showing
 * {@code bouncer.internal.secret}. On the JDK's own server; what is answered is the business of those who give it routes.
 */
@NullMarked
package dev.bouncer.config.http;

import org.jspecify.annotations.NullMarked;
