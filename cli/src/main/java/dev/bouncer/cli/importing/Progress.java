package dev.bouncer.cli.importing;

import java.time.Duration;

/** Tells whoever watches how far an import has come. One thread. */
public interface Progress extends AutoCloseable {
    /**
     * So far has it come.
     *
     * @param rows     that were dealt with
     * @param position bytes of the file that were read
     */
    void at(long rows, long position);

    /** It waits for the API, no longer than that. */
    void waiting(String why, Duration left);

    /** Something to be told of a row, once. */
    void report(String line);

    @Override
    void close();
}
