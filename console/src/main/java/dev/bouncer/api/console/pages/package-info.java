/**
 * The pages that a moderator works with, and the templates ({@code src/main/jte}, compiled into this package) that they are made with.
 * A page asks what the doors of the API ask, and gives commands as they do.
 */
@NullMarked
package dev.bouncer.api.console.pages;

import org.jspecify.annotations.NullMarked;
