package dev.bouncer.edge.gateway.route;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** A server that a route leads to. Thread-safe. */
public final class Upstream {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final URI address;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean sick;
    // By System.nanoTime; null: nothing is held against it.
    private volatile @Nullable Long avoidUntil;

    Upstream(URI address) {
        this.address = address;
    }

    /** Where it is, as it is configured. */
    public URI address() {
        return address;
    }

    /**
     * Where a request to it goes. What may not stand in a URI, though browsers send it, is percent-encoded.
     *
     * @param stem  the beginning of its path that is the route's own
     * @param path  the path, as it came
     * @param query as it came; null: none
     */
    public String target(String stem, String path, @Nullable String query) {
        String base = address.getRawPath();
        String whole = base.isEmpty() || base.equals("/") ? path : joined(base, path.substring(stem.length()));
        return origin() + escaped(whole) + (query == null ? "" : '?' + escaped(query));
    }

    /** Its scheme, host and port, as HTTP has them. */
    String origin() {
        String scheme = switch (address.getScheme()) {
            case "ws" -> "http";
            case "wss" -> "https";
            default -> address.getScheme();
        };
        return scheme + "://" + address.getRawAuthority();
    }

    // In UTF-8, as everybody else does it.
    private static String escaped(String text) {
        if (text.chars().allMatch(Upstream::isOfUris)) return text;
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isOfUris(point)) {
                escaped.appendCodePoint(point);
            } else {
                for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8))
                    escaped.append('%').append(HEX.toHexDigits(octet));
            }
        });
        return escaped.toString();
    }

    private static boolean isOfUris(int character) {
        return character > ' ' && character < 0x7f && "\"<>\\^`{|}[]".indexOf(character) < 0;
    }

    private static String joined(String base, String rest) {
        return rest.isEmpty() || base.endsWith("/") ? base + rest : base + '/' + rest;
    }

    /** A client has been given to it. */
    public void take() {
        taken.incrementAndGet();
    }

    /** One of its clients is gone. */
    public void leave() {
        taken.decrementAndGet();
    }

    /** How many clients it has. */
    int taken() {
        return taken.get();
    }

    /** It could not be connected to: others are preferred for a while. */
    public void avoidFor(Duration time) {
        avoidUntil = System.nanoTime() + time.toNanos();
    }

    /**
     * What a probe of its health has found.
     *
     * @return whether that is news
     */
    boolean probed(boolean well) {
        boolean news = sick == well;
        sick = !well;
        if (well) avoidUntil = null;
        return news;
    }

    /** Whether clients should be given to it. */
    boolean isWell() {
        Long until = avoidUntil;
        return !sick && (until == null || System.nanoTime() - until >= 0);
    }
}
