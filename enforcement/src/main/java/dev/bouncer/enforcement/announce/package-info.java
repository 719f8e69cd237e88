/**
 * How an edge tells the fleet what it has enforced, and how it knows when it may not serve anybody. From outside:
 * {@link dev.bouncer.enforcement.announce.AnnouncedEnforcement}.
 */
@NullMarked
package dev.bouncer.enforcement.announce;

import org.jspecify.annotations.NullMarked;
