package dev.bouncer.cli.progress;

import java.time.Duration;

/** Tells whoever watches how far a long piece of work has come. One thread. */
public interface Progress extends AutoCloseable {
    /**
     * So far has it come.
     *
     * @param things   that were dealt with
     * @param position how far that is, in what the {@link Task} has its size in
     */
    void at(long things, long position);

    /** It waits, no longer than that. */
    void waiting(String why, Duration left);

    /** Something to be told, once. */
    void report(String line);

    @Override
    void close();

    /** Tells nobody anything. */
    static Progress unseen() {
        return new Unseen();
    }
}
