package dev.bouncer.importing;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** The rows of one file, in its order. One thread. */
public interface RowReader {
    /**
     * The next row, or null at the end. A bad row is a {@link Row.Unreadable}, and the row after it comes next.
     *
     * @throws IOException if the file cannot be read any further
     */
    @Nullable
    Row next() throws IOException;
}
