/**
 * The process's HTTP port, on the JDK's own server. What it answers is the business of those who give it routes.
 */
@NullMarked
package dev.bouncer.streams.http;

import org.jspecify.annotations.NullMarked;
