/**
 * Who may do what: API keys and their scopes. From outside: {@link dev.bouncer.api.access.AccessKeys}.
 */
@NullMarked
package dev.bouncer.api.access;

import org.jspecify.annotations.NullMarked;
