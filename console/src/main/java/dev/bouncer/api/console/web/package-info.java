/**
 * What a browser is served with, whatever the page: forms, cookies, headers, static files. The pages are in
 * {@code dev.bouncer.api.console.pages}.
 */
@NullMarked
package dev.bouncer.api.console.web;

import org.jspecify.annotations.NullMarked;
