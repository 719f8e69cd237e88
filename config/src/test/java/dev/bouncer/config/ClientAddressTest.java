package dev.bouncer.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.contract.IpRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressTest {
    private final ClientAddress addresses = new ClientAddress(
            Stream.of("10.0.0.0/8", "2001:db8::/32", "127.0.0.1").map(IpRange::parse).toList());

    // Each header is one value of X-Forwarded-For; headers are separated by |.
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = ';', value = {
            // the peer is no proxy: whatever it says does not count
            "203.0.113.9; -;                                  203.0.113.9",
            "203.0.113.9; 198.51.100.1;                       203.0.113.9",
            "203.0.113.9; 10.0.0.1;                           203.0.113.9",
            // the peer is one: the rightmost that is none
            "10.0.0.1;    -;                                  10.0.0.1",
            "10.0.0.1;    198.51.100.1;                       198.51.100.1",
            "10.0.0.1;    6.6.6.6, 198.51.100.1;              198.51.100.1",
            "10.0.0.1;    6.6.6.6, 198.51.100.1, 10.0.0.2;    198.51.100.1",
            "10.0.0.1;    6.6.6.6 | 198.51.100.1 | 10.0.0.2;  198.51.100.1",
            "10.0.0.1;    10.0.0.3, 10.0.0.2;                 10.0.0.3",
            // ports and brackets
            "127.0.0.1;   198.51.100.1:4711;                  198.51.100.1",
            "127.0.0.1;   [2001:db9::1]:4711;                 2001:db9::1",
            "127.0.0.1;   [2001:db9::1];                      2001:db9::1",
            "127.0.0.1;   2001:db9::1;                        2001:db9::1",
            "2001:db8::5; 2001:DB9:0::1, [2001:db8::2]:1;     2001:db9::1",
            "127.0.0.1;   ::ffff:198.51.100.1;                198.51.100.1",
            "::ffff:10.0.0.1; 198.51.100.1;                   198.51.100.1",
            // garbage ends the walk at the last hop known
            "10.0.0.1;    198.51.100.1, unknown;              10.0.0.1",
            "10.0.0.1;    198.51.100.1, unknown, 10.0.0.2;    10.0.0.2",
            "10.0.0.1;    198.51.100.1, '', 10.0.0.2;         10.0.0.2",
            "10.0.0.1;    198.51.100.0/24;                    10.0.0.1",
            "10.0.0.1;    1.2.3.4.5;                          10.0.0.1",
            "10.0.0.1;    [198.51.100.1;                      10.0.0.1",
            "10.0.0.1;    198.51.100.1:port;                  10.0.0.1",
            "10.0.0.1;    localhost;                          10.0.0.1"})
    void findsTheClient(String peer, String headers, String expected) {
        List<String> forwardedFor = headers == null
                ? List.of()
                : Stream.of(headers.replace("''", "").split("\\|", -1)).map(String::strip).toList();

        assertThat(addresses.of(InetAddress.ofLiteral(peer), forwardedFor)).hasToString(expected);
    }

    @Test
    void believesNobodyWhereNoProxyIsTrusted() {
        ClientAddress none = new ClientAddress(List.of());

        assertThat(none.of(InetAddress.getLoopbackAddress(), List.of("198.51.100.1"))).hasToString("127.0.0.1");
    }
}
