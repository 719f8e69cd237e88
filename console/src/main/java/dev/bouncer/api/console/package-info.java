/**
 * The web console: what moderators and operators see and do, as server-rendered pages of the API's HTTP server. It gives commands
 * and asks questions the same way the doors of the API do.
 */
@NullMarked
package dev.bouncer.api.console;

import org.jspecify.annotations.NullMarked;
