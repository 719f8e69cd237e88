/**
 * A file's commands sent to the API, in order, until each is safe. Memory does not grow with the file. From outside:
 * {@link dev.bouncer.cli.importing.FileImport} and what it is made of.
 */
@NullMarked
package dev.bouncer.cli.importing;

import org.jspecify.annotations.NullMarked;
