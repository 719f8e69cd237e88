/** Bouncer in a application on Jetty. To be copied; nothing here is shipped. */
@NullMarked
package dev.bouncer.examples.jetty;

import org.jspecify.annotations.NullMarked;
