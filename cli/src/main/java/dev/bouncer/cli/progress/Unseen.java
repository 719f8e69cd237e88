package dev.bouncer.cli.progress;

import java.time.Duration;

/** Progress that nobody wants to know of. */
final class Unseen implements Progress {
    @Override
    public void at(long things, long position) {
        // nobody watches
    }

    @Override
    public void waiting(String why, Duration left) {
        // nobody watches
    }

    @Override
    public void report(String line) {
        // nobody watches
    }

    @Override
    public void close() {
        // nothing is open
    }
}
