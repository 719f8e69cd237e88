/**
 * How the log is written. Logback makes what is in here, by the names that stand in {@code logback.xml}.
 */
@NullMarked
package dev.bouncer.cli.log;

import org.jspecify.annotations.NullMarked;
