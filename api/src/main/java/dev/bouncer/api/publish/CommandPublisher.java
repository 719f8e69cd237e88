package dev.bouncer.api.publish;

import java.util.concurrent.CompletableFuture;

import dev.bouncer.contract.Command;

/** Puts commands on the log. Thread-safe; commands given by one thread keep their order per key. */
public interface CommandPublisher extends AutoCloseable {
    /** Sends one command that nobody waits to be enforced. */
    default CompletableFuture<Outcome> publish(Command command) {
        return publish(command, false);
    }

    /**
     * Sends one command. May block the caller for a part of the publisher's time-out, so call it from a thread that may
     * wait.
     *
     * @param confirm whether edges are to say at once that they have enforced it
     * @return completes within the time-out, and never exceptionally
     */
    CompletableFuture<Outcome> publish(Command command, boolean confirm);

    /** Waits for what was sent, for a bounded time, then lets go. What is given afterwards is not done. Idempotent. */
    @Override
    void close();
}
