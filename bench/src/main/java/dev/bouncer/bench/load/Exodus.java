package dev.bouncer.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * One command that closes all sessions of one user: how long from the request to each close frame. Clients do not answer
 * before the last has its own: they would be on machines of their own, and here their work would be what is measured.
 */
record Exodus(Call call, String user) {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 30_000_000_000L;

    /** Gives it; what the first, the median and the last close frame took, in microseconds. */
    String run(Storm storm) throws IOException {
        Histogram took = new Histogram(HIGHEST, 3);
        try (Selector selector = Selector.open(); Caller caller = Caller.open(call.address())) {
            for (Visitor visitor : storm.visitors()) {
                visitor.channel().register(selector, SelectionKey.OP_READ, visitor);
            }
            byte[] request = call.bytes(user);
            long start = System.nanoTime();
            caller.send(request, start);
            while (took.getTotalCount() < storm.visitors().size()) {
                selector.select(key -> {
                    if (!isClosed(key)) return;
                    took.recordValue(Math.min(HIGHEST, System.nanoTime() - start));
                    key.cancel();
                }, 100);
                if (System.nanoTime() - start > PATIENCE)
                    throw new IOException(
                            "expected " + storm.visitors().size() + " close frames, got " + took.getTotalCount());
            }
        } finally {
            storm.close();
        }
        return String.format(Locale.ROOT, "%.1f %.1f %.1f", took.getMinValue() / 1e3,
                took.getValueAtPercentile(50) / 1e3, took.getMaxValue() / 1e3);
    }

    private static boolean isClosed(SelectionKey key) {
        try {
            return ((Visitor) key.attachment()).isClosed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
