/**
 * The HTTP API as its caller sees it: addresses, requests that are safe to repeat, and answers turned into what a person
 * or a script can act on. Commands use {@link dev.bouncer.cli.client.ApiClient}; nothing here prints.
 */
@NullMarked
package dev.bouncer.cli.client;

import org.jspecify.annotations.NullMarked;
