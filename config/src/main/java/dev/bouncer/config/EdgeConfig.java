package dev.bouncer.config;

import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.edge}.
 *
 * @param host           {@code host}: the address to listen on
 * @param port           {@code port}; 0: any free one
 * @param id             {@code id}: names this edge among the others; 1 to 64 of the characters A-Z a-z 0-9 . _ -
 * @param trustedProxies {@code trusted-proxies}: whose {@code X-Forwarded-For} is believed
 * @param terminateSkew  {@code terminate-skew}: how far the clocks of this edge and of the brokers may be apart
 * @param staleAfter     {@code stale-after}: how long without Kafka until new clients are refused
 * @param drainNotice    {@code drain-notice}: how long this edge is not ready before it lets its first session go
 * @param drain          {@code drain}: over how long sessions are let go at shutdown
 * @param drainRate      {@code drain-rate}: how many of them at most, however long that takes
 * @param pingInterval   {@code ping-interval}: how often an idle connection is pinged
 * @param pusher         {@code pusher}: times of Pusher's protocol
 * @param centrifuge     {@code centrifuge}: times of Centrifuge's protocol
 * @param fenceAfter     {@code fence-after}: how long without an acknowledged announcement until all sessions are closed;
 *                       null: never
 * @param rehearsal      {@code rehearsal}: how many clients of its own an edge process lets in before it listens; 0: none
 * @param internal       {@code internal}: where it is asked about its sessions
 * @param tls            {@code tls}: what it listens with; null: without TLS
 */
public record EdgeConfig(String host, int port, String id, List<IpRange> trustedProxies, Duration terminateSkew,
        Duration staleAfter, Duration drainNotice, Duration drain, Rate drainRate, Duration pingInterval,
        PusherTimes pusher, CentrifugeTimes centrifuge, @Nullable Duration fenceAfter, int rehearsal,
        InternalPort internal, @Nullable TlsConfig tls) {
    // Some announcements, one a second, have to fit into it.
    private static final Duration SHORTEST_FENCE = Duration.ofSeconds(3);

    /** @throws IllegalArgumentException if a value is out of its range */
    public EdgeConfig {
        Ports.require("port", port);
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "id: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got '" + id + "'");
        }
        trustedProxies = List.copyOf(trustedProxies);
        Durations.requireNotNegative("terminate-skew", terminateSkew);
        Durations.requirePositive("stale-after", staleAfter);
        Durations.requireNotNegative("drain-notice", drainNotice);
        Durations.requireNotNegative("drain", drain);
        Durations.requirePositive("ping-interval", pingInterval);
        if (fenceAfter != null && fenceAfter.compareTo(SHORTEST_FENCE) < 0) {
            throw new IllegalArgumentException("fence-after: expected " + Durations.text(SHORTEST_FENCE)
                    + " or more, or nothing, got " + Durations.text(fenceAfter));
        }
        if (rehearsal < 0) throw new IllegalArgumentException("rehearsal: expected 0 or more, got " + rehearsal);
    }

    /**
     * The same with each protocol's usual times, no notice of draining and any rate of it, no fence, the usual rehearsal, any
     * local port, and no TLS.
     */
    public EdgeConfig(String host, int port, String id, List<IpRange> trustedProxies, Duration terminateSkew,
            Duration staleAfter, Duration drain, Duration pingInterval) {
        this(host, port, id, trustedProxies, terminateSkew, staleAfter, Duration.ZERO, drain, Rate.UNLIMITED,
                pingInterval,
                PusherTimes.DEFAULT,
                CentrifugeTimes.DEFAULT, null, 2000, InternalPort.LOCAL, null);
    }
}
