/** Bouncer in a Javalin application. To be copied; nothing here is shipped. */
@NullMarked
package dev.bouncer.examples.javalin;

import org.jspecify.annotations.NullMarked;
