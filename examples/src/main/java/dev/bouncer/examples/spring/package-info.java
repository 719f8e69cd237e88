/** Bouncer in a Spring Boot application. To be copied; nothing here is shipped. */
@NullMarked
package dev.bouncer.examples.spring;

import org.jspecify.annotations.NullMarked;
