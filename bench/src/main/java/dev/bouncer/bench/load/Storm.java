package dev.bouncer.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bouncer.bench.fleet.Tokens;
import dev.bouncer.config.Secret;
import org.HdrHistogram.Histogram;

/**
 * Clients who all come at once, as when a node is gone: so many at a time, the next as soon as one is in. They stay until
 * it is closed.
 */
final class Storm implements AutoCloseable {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 60_000_000_000L;

    private final List<Visitor> visitors = new ArrayList<>();
    private final Histogram took = new Histogram(HIGHEST, 3);
    private long nanos;

    private Storm() {}

    /**
     * Connects them, and waits until all are in. Requests, and the tokens in them, are made before the clock starts.
     *
     * @param path with {@code {user}} and {@code {token}} where they go
     * @param tokens signs them
     * @param user their name, with # where a number goes; without, they are all the same user
     */
    static Storm raise(Address address, String path, Secret tokens, String extension, String user,
            int count, int parallel) throws IOException {
        List<byte[]> requests = requests(address, path, tokens, extension, user, count);
        Storm storm = new Storm();
        try {
            storm.connect(address, requests, parallel);
            return storm;
        } catch (IOException | UncheckedIOException e) {
            storm.visitors.forEach(Visitor::close);
            throw new IOException("client " + storm.took.getTotalCount() + " of " + count + ": " + e.getMessage(), e);
        }
    }

    private static List<byte[]> requests(Address address, String path, Secret tokens, String extension,
            String user, int count) {
        List<byte[]> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = user.replace("#", Integer.toString(i));
            // Of one user who comes often, one will do.
            if (i > 0 && name.equals(user)) {
                requests.add(requests.getFirst());
                continue;
            }
            String own = path.replace("{user}", name);
            if (own.contains("{token}")) own = own.replace("{token}", Tokens.of(name, tokens));
            requests.add(Visitor.request(address, own, extension));
        }
        return requests;
    }

    private void connect(Address address, List<byte[]> requests, int parallel) throws IOException {
        try (Selector selector = Selector.open()) {
            long start = System.nanoTime();
            while (took.getTotalCount() < requests.size()) {
                while (visitors.size() < requests.size() && visitors.size() - took.getTotalCount() < parallel) {
                    visitors.add(Visitor.begin(selector, address, visitors.size(), requests.get(visitors.size())));
                }
                selector.select(this::attend, 1000);
                if (System.nanoTime() - start > PATIENCE) throw new IOException("not in after a minute");
            }
            nanos = System.nanoTime() - start;
        }
    }

    private void attend(SelectionKey key) {
        try {
            Visitor visitor = (Visitor) key.attachment();
            if (!visitor.isIn(key)) return;
            took.recordValue(Math.min(HIGHEST, System.nanoTime() - visitor.began()));
            key.cancel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who came. */
    List<Visitor> visitors() {
        return visitors;
    }

    /** Connections a second; p50, p99 and the longest that one took, in microseconds. */
    String text() {
        return String.format(Locale.ROOT, "%.1f %.1f %.1f %.1f", took.getTotalCount() * 1e9 / nanos,
                took.getValueAtPercentile(50) / 1e3, took.getValueAtPercentile(99) / 1e3, took.getMaxValue() / 1e3);
    }

    /** All say that they go, and go when the server has let them: what it does for that is over then. */
    void disperse() throws IOException {
        try (Selector selector = Selector.open()) {
            for (Visitor visitor : visitors) {
                visitor.channel().register(selector, SelectionKey.OP_READ, visitor);
            }
            for (Visitor visitor : visitors) {
                visitor.leave();
            }
            long end = System.nanoTime() + PATIENCE;
            while (!selector.keys().isEmpty() && System.nanoTime() < end) {
                selector.select(key -> {
                    if (((Visitor) key.attachment()).isCut()) key.cancel();
                }, 100);
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        visitors.forEach(Visitor::close);
    }
}
