package dev.bouncer.contract;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An address or a CIDR range, IPv4 or IPv6. The text is canonical: dotted decimal, or RFC 5952; network bits only; no
 * prefix length where the range is one address; an IPv4-mapped IPv6 address is the IPv4 address it maps. Immutable.
 */
public final class IpRange {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    // Java would take fields of any length, and leading zeros in an IPv4 tail.
    private static final Pattern IPV6 = Pattern.compile("(?:[0-9A-Fa-f]{0,4}:){2,8}(?:[0-9A-Fa-f]{0,4}|" + IPV4 + ")");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int prefixLength;

    private IpRange(byte[] address, int prefixLength) {
        this.network = masked(address, prefixLength);
        this.prefixLength = prefixLength;
    }

    /** The one address as a range. */
    public static IpRange of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new IpRange(bytes, bytes.length * 8);
    }

    /**
     * Reads an address or a range; host bits are cut. Asks no name server.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash), text);
        if (slash < 0) return new IpRange(address, address.length * 8);

        boolean mapped = address.length == 4 && text.indexOf(':') >= 0;
        int max = mapped ? 128 : address.length * 8;
        String prefix = text.substring(slash + 1);
        int length = PREFIX.matcher(prefix).matches() ? Integer.parseInt(prefix) : -1;
        if (length < (mapped ? MAPPED_BITS : 0) || length > max) throw malformed(text);
        return new IpRange(address, mapped ? length - MAPPED_BITS : length);
    }

    private static byte[] address(String address, String text) {
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) throw malformed(text);
        try {
            // In brackets nothing but a literal is looked for; what matches IPV4 is one.
            return InetAddress.getByName(address.indexOf(':') < 0 ? address : '[' + address + ']').getAddress();
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got "
                        + Text.quote(text));
    }

    /** Whether it is an IPv4 range. */
    public boolean isV4() {
        return network.length == 4;
    }

    /** The number of network bits: 0 to 32, or 0 to 128. */
    public int prefixLength() {
        return prefixLength;
    }

    /** Whether it is one address. */
    public boolean isAddress() {
        return prefixLength == network.length * 8;
    }

    /** The first address: 4 or 16 bytes, in network order. */
    public byte[] first() {
        return network.clone();
    }

    /** The last address: 4 or 16 bytes, in network order. */
    public byte[] last() {
        byte[] last = network.clone();
        for (int bit = prefixLength; bit < last.length * 8; bit++) {
            last[bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return last;
    }

    /**
     * The range of that prefix length that holds this one.
     *
     * @param length 0 to {@link #prefixLength()}
     */
    public IpRange widen(int length) {
        if (length < 0 || length > prefixLength) {
            throw new IllegalArgumentException("prefix length: expected 0 to " + prefixLength + ", got " + length);
        }
        return new IpRange(network, length);
    }

    /** Whether the other range lies in this one. */
    public boolean contains(IpRange other) {
        return other.network.length == network.length && other.prefixLength >= prefixLength
                && Arrays.equals(masked(other.network, prefixLength), network);
    }

    private static byte[] masked(byte[] address, int length) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.clamp(length - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff00 >> bits);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpRange range && prefixLength == range.prefixLength
                && Arrays.equals(network, range.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixLength;
    }

    /** The canonical text. */
    @Override
    public String toString() {
        String address = isV4() ? v4() : v6();
        return isAddress() ? address : address + '/' + prefixLength;
    }

    private String v4() {
        return (network[0] & 0xff) + "." + (network[1] & 0xff) + '.' + (network[2] & 0xff) + '.' + (network[3] & 0xff);
    }

    // RFC 5952, section 4: lower case, no leading zeros, "::" for the longest run of two or more zero fields (the
    // first of equals).
    private String v6() {
        int[] fields = new int[8];
        for (int i = 0; i < 8; i++) {
            fields[i] = ((network[2 * i] & 0xff) << 8) | (network[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && fields[end] == 0)
                end++;
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(i, end);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
                text.append(Integer.toHexString(fields[i]));
            }
        }
        return text.toString();
    }

}
