/**
 * What is known of the edges and of what they have enforced, and the waiting for it. From outside:
 * {@link dev.bouncer.api.confirm.Confirmations}, {@link dev.bouncer.api.confirm.Edges} and
 * {@link dev.bouncer.api.confirm.RecentCommands}, which {@link dev.bouncer.api.confirm.EdgeFollower} feeds.
 */
@NullMarked
package dev.bouncer.api.confirm;

import org.jspecify.annotations.NullMarked;
