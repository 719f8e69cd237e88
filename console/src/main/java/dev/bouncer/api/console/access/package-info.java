/**
 * Who uses the console, and what they may do: sessions in signed cookies, and what keeps other sites from using them. From outside:
 * {@link dev.bouncer.api.console.access.Sessions}.
 */
@NullMarked
package dev.bouncer.api.console.access;

import org.jspecify.annotations.NullMarked;
