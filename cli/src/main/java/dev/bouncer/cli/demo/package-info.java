/**
 * What {@code bouncer demo} and {@code bouncer connect} do: real clients of an edge, and the story that the demo tells with
 * them. From outside: {@link dev.bouncer.cli.demo.Story} and {@link dev.bouncer.cli.demo.Client}.
 */
@NullMarked
package dev.bouncer.cli.demo;

import org.jspecify.annotations.NullMarked;
