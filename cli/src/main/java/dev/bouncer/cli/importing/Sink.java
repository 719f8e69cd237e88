package dev.bouncer.cli.importing;

import java.util.List;
import java.util.Optional;

/** Where commands go. */
@FunctionalInterface
interface Sink {
    /**
     * Sends the commands and waits until each of them is safe or refused.
     *
     * @return for each of them, in order, why it was refused; nothing: it is safe
     * @throws dev.bouncer.cli.client.CommandFailed if that is not to be had in the time allowed
     */
    List<Optional<String>> send(List<Batch.Entry> entries);
}
