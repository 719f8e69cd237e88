/**
 * Ban lists and logs of blocks from elsewhere, read row by row and turned into commands. Memory does not grow with the
 * file. From outside: {@link dev.bouncer.importing.Format}, and the rows that it reads.
 */
@NullMarked
package dev.bouncer.importing;

import org.jspecify.annotations.NullMarked;
