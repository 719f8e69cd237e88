/**
 * The command line: one class a command, put together in {@link dev.bouncer.cli.Main}, which is all that is used from
 * outside. What commands share stands beside them: options, the terminal, errors.
 */
@NullMarked
package dev.bouncer.cli;

import org.jspecify.annotations.NullMarked;
