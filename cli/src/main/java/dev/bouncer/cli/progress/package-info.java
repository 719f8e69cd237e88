/**
 * How far a long piece of work has come, told to whoever watches. From outside: {@link dev.bouncer.cli.progress.Progress},
 * its two forms and the {@link dev.bouncer.cli.progress.Task} that they are made with.
 */
@NullMarked
package dev.bouncer.cli.progress;

import org.jspecify.annotations.NullMarked;
