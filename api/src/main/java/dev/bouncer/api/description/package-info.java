/**
 * What the API says of itself: the OpenAPI document, written by hand and compared with every answer of the tests, and a page to
 * read it. Neither holds a secret, so both are open to everybody.
 */
@NullMarked
package dev.bouncer.api.description;

import org.jspecify.annotations.NullMarked;
