package dev.bouncer.config;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * Where a client comes from, when there may be proxies before this node. Immutable.
 *
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 */
public record ClientAddress(List<IpRange> trustedProxies) {
    // 192.0.2.7, 192.0.2.7:443, 2001:db8::1, [2001:db8::1], [2001:db8::1]:443
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)](?::\\d{1,5})?");
    private static final Pattern V4_AND_PORT = Pattern.compile("([\\d.]+):\\d{1,5}");

    /** Copies. */
    public ClientAddress {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The client's address. A proxy adds at the right whom it was called by; so the list is walked from there as long as
     * it was a trusted proxy that wrote it. What is no address ends the walk: the hop before it is the last one known.
     *
     * @param peer         who has called this node
     * @param forwardedFor the values of the {@code X-Forwarded-For} headers, in their order
     */
    public IpRange of(InetAddress peer, List<String> forwardedFor) {
        IpRange nearest = IpRange.of(peer);
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusts(nearest); i--) {
            IpRange hop = address(hops[i].strip());
            if (hop == null) return nearest;
            nearest = hop;
        }
        return nearest;
    }

    /** Whether what this address says of others is believed. */
    public boolean trusts(IpRange address) {
        return trustedProxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    private static @Nullable IpRange address(String hop) {
        Matcher brackets = BRACKETS.matcher(hop);
        Matcher v4AndPort = V4_AND_PORT.matcher(hop);
        String bare = hop;
        if (brackets.matches()) {
            bare = brackets.group(1);
        } else if (v4AndPort.matches()) {
            bare = v4AndPort.group(1);
        }
        try {
            return bare.indexOf('/') < 0 ? IpRange.parse(bare) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
