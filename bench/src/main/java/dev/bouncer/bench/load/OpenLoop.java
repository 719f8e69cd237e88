package dev.bouncer.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

import org.HdrHistogram.Histogram;

/**
 * Messages at a fixed rate, whatever comes back: each counts from when it was to be sent, so that waiting for a slow answer
 * hides nothing.
 *
 * @param rate    messages a second, in all
 * @param payload bytes of each
 * @param seconds how long
 */
record OpenLoop(int rate, int payload, int seconds) {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 10_000_000_000L;

    /** Sends all and waits for all answers; how long each took, in nanoseconds. */
    Histogram run(Crowd crowd) throws IOException, InterruptedException {
        long count = (long) rate * seconds;
        Histogram took = new Histogram(HIGHEST, 3);
        try (Selector selector = crowd.selector()) {
            // The sender sleeps until the next is due; answers must not wait for that.
            Thread sender = Thread.ofPlatform().name("sender").start(() -> send(crowd, count));
            long end = System.nanoTime() + seconds * 1_000_000_000L + PATIENCE;
            while (took.getTotalCount() < count) {
                selector.select(key -> receive((Client) key.attachment(), took), 100);
                if (System.nanoTime() > end)
                    throw new IOException("expected " + count + " answers, got " + took.getTotalCount());
            }
            sender.join();
        }
        return took;
    }

    private void receive(Client client, Histogram took) {
        try {
            client.receive(payload, (_, due) -> took.recordValue(Math.min(HIGHEST, System.nanoTime() - due)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(Crowd crowd, long count) {
        ByteBuffer frame = Frame.of(payload);
        long start = System.nanoTime();
        try {
            for (long i = 0; i < count; i++) {
                long due = start + i * 1_000_000_000L / rate;
                Pacer.awaitNanoTime(due);
                crowd.get(i).send(frame, payload, due);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
