/**
 * Ban lists and logs of blocks from elsewhere, read row by row, turned into commands and sent in order. Memory does not
 * grow with the file. From outside: {@link dev.bouncer.cli.importing.ImportRun} and what it is made of.
 */
@NullMarked
package dev.bouncer.cli.importing;

import org.jspecify.annotations.NullMarked;
