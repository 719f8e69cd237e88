package dev.bouncer.contract;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/** Addresses and ranges against the JDK's reading of addresses, and against plain arithmetic. */
final class IpRangeProperties {
    @Property
    void textReadsAsTheSameRange(@ForAll("ranges") IpRange range) {
        assertThat(IpRange.parse(range.toString())).isEqualTo(range).hasSameHashCodeAs(range).hasToString(range
                .toString());
    }

    @Property
    void textOfAnAddressIsTheAddressForTheJdkToo(@ForAll("addresses") InetAddress address) {
        IpRange range = IpRange.of(address);

        assertThat(InetAddress.ofLiteral(range.toString())).isEqualTo(address);
        assertThat(IpRange.parse(address.getHostAddress())).isEqualTo(range);
        assertThat(range.isAddress()).isTrue();
    }

    @Property
    void holdsTheAddressesFromItsFirstToItsLastAndNoOther(@ForAll("ranges") IpRange range,
            @ForAll("addresses") InetAddress anywhere, @ForAll @IntRange(min = -2, max = 2) int beside) {
        boolean sameFamily = anywhere.getAddress().length == range.first().length;
        assertThat(range.contains(IpRange.of(anywhere)))
                .isEqualTo(sameFamily && lies(number(anywhere.getAddress()), range));

        int bytes = range.first().length;
        for (BigInteger edge : new BigInteger[]{number(range.first()), number(range.last())}) {
            BigInteger near = edge.add(BigInteger.valueOf(beside));
            if (near.signum() < 0 || near.bitLength() > bytes * 8) continue;
            IpRange address = IpRange.of(address(near, bytes));
            // An IPv4-mapped address lies among the IPv6 addresses, but is none.
            assertThat(range.contains(address))
                    .isEqualTo(address.isV4() == range.isV4() && lies(near, range));
        }
    }

    @Property
    void holdsARangeIfItHoldsItsFirstAndLast(@ForAll("ranges") IpRange one, @ForAll("ranges") IpRange other) {
        boolean whole = one.isV4() == other.isV4() && lies(number(other.first()), one)
                && lies(number(other.last()), one);

        assertThat(one.contains(other)).isEqualTo(whole);
        assertThat(one.contains(one)).isTrue();
    }

    @Property
    void wideningKeepsTheFirstBits(@ForAll("ranges") IpRange range, @ForAll @IntRange(min = 0, max = 128) int cut) {
        int length = Math.max(0, range.prefixLength() - cut);
        IpRange wider = range.widen(length);

        assertThat(wider.prefixLength()).isEqualTo(length);
        assertThat(wider.contains(range)).isTrue();
        int host = range.first().length * 8 - length;
        assertThat(number(wider.first()))
                .isEqualTo(number(range.first()).shiftRight(host).shiftLeft(host));
        assertThat(number(wider.last()).subtract(number(wider.first())))
                .isEqualTo(BigInteger.TWO.pow(host).subtract(BigInteger.ONE));
    }

    private static boolean lies(BigInteger address, IpRange range) {
        return number(range.first()).compareTo(address) <= 0 && address.compareTo(number(range.last())) <= 0;
    }

    private static BigInteger number(byte[] address) {
        return new BigInteger(1, address);
    }

    private static InetAddress address(BigInteger number, int bytes) {
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++)
            address[bytes - 1 - i] = number.shiftRight(8 * i).byteValue();
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    // Zero bytes are frequent, so that runs of zeros are.
    @Provide
    static Arbitrary<InetAddress> addresses() {
        Arbitrary<Byte> bytes = Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just((byte) 0)),
                Tuple.of(1, Arbitraries.bytes()));
        return Arbitraries.of(4, 16).flatMap(length -> bytes.array(byte[].class).ofSize(length))
                .map(address -> address(number(address), address.length));
    }

    @Provide
    static Arbitrary<IpRange> ranges() {
        return Combinators.combine(addresses(), Arbitraries.integers().between(0, 128)).as((address, length) -> {
            IpRange whole = IpRange.of(address);
            return whole.widen(length % (whole.prefixLength() + 1));
        });
    }
}
