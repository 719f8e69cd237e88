/** Imports: what a file would do, row by row, and its commands given once that is confirmed. */
@NullMarked
package dev.bouncer.api.console.imports;

import org.jspecify.annotations.NullMarked;
