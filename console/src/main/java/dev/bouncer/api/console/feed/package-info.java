/**
 * The decisions of an app as they happen, each with what it has done so far. From outside: {@link dev.bouncer.api.console.feed.Feed},
 * which is told, and {@link dev.bouncer.api.console.feed.FeedStream}, which tells a browser.
 */
@NullMarked
package dev.bouncer.api.console.feed;

import org.jspecify.annotations.NullMarked;
