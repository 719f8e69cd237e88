/**
 * The one way of a command from any door to the log. From outside: {@link dev.bouncer.api.publish.CommandIntake}, and
 * {@link dev.bouncer.api.publish.CommandPublisher} with what it answers.
 */
@NullMarked
package dev.bouncer.api.publish;

import org.jspecify.annotations.NullMarked;
