package dev.bouncer.api.console.pages;

import dev.bouncer.api.console.access.SignedIn;
import io.javalin.http.Context;

/**
 * Somebody's request about an app that they may see.
 *
 * @param app its name
 */
record Visit(Context context, SignedIn who, String app) {}
