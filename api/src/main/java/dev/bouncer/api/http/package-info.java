/**
 * HTTP as all doors share it: the server, problem details, exact paths, bounded bodies, health. A door adds its routes by
 * implementing {@link dev.bouncer.api.http.Door}.
 */
@NullMarked
package dev.bouncer.api.http;

import org.jspecify.annotations.NullMarked;
