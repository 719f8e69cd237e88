package dev.bouncer.streams.history;

/** A history, or a part of it, that nobody can tell at the moment; the message says which and why. */
final class HistoryUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    HistoryUnavailable(String message) {
        // An answer, not a defect: nobody looks at the stack.
        super(message, null, false, false);
    }
}
