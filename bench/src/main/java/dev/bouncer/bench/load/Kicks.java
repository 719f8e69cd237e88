package dev.bouncer.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.HdrHistogram.Histogram;

/**
 * Commands at a fixed rate, each for another of the connected users: how long from when a request was due to the close
 * frame that it leads to, and to its answer.
 *
 * @param rate commands a second
 */
record Kicks(Call call, int rate) {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 10_000_000_000L;
    private static final int CALLERS = 32;

    /**
     * What came of them.
     *
     * @param closed   nanoseconds to the close frame
     * @param answered nanoseconds to the answer
     */
    record Took(Histogram closed, Histogram answered) {
        String text() {
            return text(closed) + ' ' + text(answered);
        }

        private static String text(Histogram histogram) {
            return String.format(Locale.ROOT, "%.1f %.1f %.1f", histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3, histogram.getMaxValue() / 1e3);
        }
    }

    /** Kicks users out in turn, waits for each to go. */
    Took run(Users users, int from, int count) throws IOException, InterruptedException {
        Took took = new Took(new Histogram(HIGHEST, 3), new Histogram(HIGHEST, 3));
        long[] due = new long[count];
        BlockingQueue<Caller> free = new ArrayBlockingQueue<>(CALLERS);
        List<Caller> callers = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < CALLERS; i++) {
                Caller caller = Caller.open(call.address());
                callers.add(caller);
                free.add(caller);
                caller.channel().register(selector, SelectionKey.OP_READ,
                        (Ready) at -> answered(caller, at, took, free));
            }
            int connected = Math.clamp(users.count() - from, 0, count);
            for (int i = 0; i < connected; i++) {
                int number = i;
                Client client = users.get(from + i);
                client.channel().register(selector, SelectionKey.OP_READ,
                        (Ready) at -> closed(client, at, due[number], took));
            }
            Thread sender = Thread.ofPlatform().name("sender").start(() -> send(users, from, due, free));
            long end = System.nanoTime() + count * 1_000_000_000L / rate + PATIENCE;
            while (took.closed.getTotalCount() < connected || took.answered.getTotalCount() < count) {
                selector.select(key -> {
                    try {
                        if (((Ready) key.attachment()).isOver(System.nanoTime())) key.cancel();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }, 100);
                if (System.nanoTime() > end)
                    throw new IOException(
                            "expected " + connected + " kicks, got " + took.closed.getTotalCount() + " and "
                                    + took.answered.getTotalCount() + " answers");
            }
            sender.join();
        } finally {
            callers.forEach(Caller::close);
        }
        return took;
    }

    /** A connection that has something to read. */
    private interface Ready {
        /** @return whether nothing more is to be read from it */
        boolean isOver(long now) throws IOException;
    }

    private static boolean answered(Caller caller, long now, Took took, BlockingQueue<Caller> free) throws IOException {
        if (caller.isAnswered()) {
            took.answered.recordValue(Math.min(HIGHEST, now - caller.due()));
            free.add(caller);
        }
        return false;
    }

    private static boolean closed(Client client, long now, long due, Took took) throws IOException {
        if (!client.isClosed()) return false;
        if (due == 0) throw new IOException("closed before its time");
        took.closed.recordValue(Math.min(HIGHEST, now - due));
        client.close();
        return true;
    }

    private void send(Users users, int from, long[] due, BlockingQueue<Caller> free) {
        long start = System.nanoTime();
        try {
            for (int i = 0; i < due.length; i++) {
                byte[] request = call.bytes(users.name(from + i));
                due[i] = start + i * 1_000_000_000L / rate;
                Pacer.awaitNanoTime(due[i]);
                free.take().send(request, due[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
