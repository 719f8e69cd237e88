package dev.bouncer.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/**
 * Each client sends as soon as it has an answer: as many messages as will go through.
 *
 * @param payload bytes of each
 * @param seconds how long
 */
record ClosedLoop(int payload, int seconds) {
    /** How many messages were answered. */
    long run(Crowd crowd) throws IOException {
        ByteBuffer frame = Frame.of(payload);
        long[] answered = new long[1];
        try (Selector selector = crowd.selector()) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            for (Client client : crowd.all()) {
                client.send(frame, payload, 0);
            }
            while (System.nanoTime() < end) {
                selector.select(key -> next((Client) key.attachment(), frame, answered), 100);
            }
        }
        return answered[0];
    }

    private void next(Client ready, ByteBuffer frame, long[] answered) {
        try {
            ready.receive(payload, (client, _) -> {
                answered[0]++;
                client.send(frame, payload, 0);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
