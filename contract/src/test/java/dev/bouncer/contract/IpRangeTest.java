package dev.bouncer.contract;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class IpRangeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # RFC 5952, section 4.1: no leading zeros
            2001:0db8::0001,                    2001:db8::1
            # 4.2.1: "::" as much as possible
            2001:db8:0:0:0:0:2:1,               2001:db8::2:1
            2001:db8::0:1,                      2001:db8::1
            # 4.2.2: "::" not for one field
            2001:db8::1:1:1:1:1,                2001:db8:0:1:1:1:1:1
            # 4.2.3: the longest run, the first of equals
            2001:0:0:1:0:0:0:1,                 2001:0:0:1::1
            2001:db8:0:0:1:0:0:1,               2001:db8::1:0:0:1
            # 4.3: lower case
            2001:DB8::ABCD,                     2001:db8::abcd
            # runs at either end, and nothing else
            0:0:0:0:0:0:0:0,                    ::
            0:0:0:0:0:0:0:1,                    ::1
            1:0:0:0:0:0:0:0,                    1::
            0:1:0:0:0:0:0:0,                    0:1::
            1:2:3:4:5:6:7:8,                    1:2:3:4:5:6:7:8
            0:2:3:4:5:6:7:0,                    0:2:3:4:5:6:7:0
            1:2:3:4:5:6:0:0,                    1:2:3:4:5:6::
            # IPv4 within IPv6
            64:ff9b::192.0.2.33,                64:ff9b::c000:221
            ::ffff:192.0.2.7,                   192.0.2.7
            ::FFFF:C000:0207,                   192.0.2.7
            0:0:0:0:0:ffff:192.0.2.7,           192.0.2.7
            ::ffff:192.0.2.7/128,               192.0.2.7
            ::ffff:192.0.2.7/120,               192.0.2.0/24
            ::ffff:0:0/96,                      0.0.0.0/0
            # host bits are cut
            192.0.2.7/24,                       192.0.2.0/24
            192.0.2.255/25,                     192.0.2.128/25
            255.255.255.255/0,                  0.0.0.0/0
            2001:db8:ffff::1/33,                2001:db8:8000::/33
            ffff::/0,                           ::/0
            # one address has no prefix length
            192.0.2.7/32,                       192.0.2.7
            2001:db8::1/128,                    2001:db8::1
            """)
    void textIsCanonical(String text, String canonical) {
        assertThat(IpRange.parse(text)).hasToString(canonical).isEqualTo(IpRange.parse(canonical))
                .hasSameHashCodeAs(IpRange.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "1.2.3.256", "1.2.3.4.",
            ".1.2.3.4", "1..2.3", "0x7f.0.0.1", "2130706433", "1.2.3.-4", "1.2.3.4\n", " 1.2.3.4", "1.2.3.4 ",
            "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+1", "1.2.3.4/08", "1.2.3.4/1/2", "1.2.3.4/x",
            "1.2.3.4/255.255.0.0", "1.2.3.4/99999999999", "1.2.3.4:80", ":", ":::", "::/129", "::/-1", "::1::",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "00001::", "g::",
            "::1.2.3", "::1.2.3.256", "::01.2.3.4", "1.2.3.4::", "[::1]", "fe80::1%eth0", "fe80::1%1", "fe80::%/10",
            "::ffff:1.2.3.4/95", "::ffff:0:0/0", "localhost", "example.org", "1.2.3.4.example.org", "١.٢.٣.٤", "::١"})
    void refusesWhatIsNeitherAddressNorRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse(text)).withMessage(
                "ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got "
                        + Text.quote(text));
    }

    @Test
    void knowsWhatItIs() {
        assertThat(IpRange.parse("192.0.2.0/24").isV4()).isTrue();
        assertThat(IpRange.parse("2001:db8::/32").isV4()).isFalse();
        assertThat(IpRange.parse("192.0.2.0/24").prefixLength()).isEqualTo(24);
        assertThat(IpRange.parse("192.0.2.0/24").isAddress()).isFalse();
        assertThat(IpRange.parse("192.0.2.0/32").isAddress()).isTrue();
        assertThat(IpRange.parse("::/127").isAddress()).isFalse();
        assertThat(IpRange.parse("::/128").isAddress()).isTrue();
        assertThat(IpRange.parse("::")).isNotEqualTo(IpRange.parse("0.0.0.0"));
        assertThat(IpRange.parse("10.0.0.0/8")).isNotEqualTo(IpRange.parse("10.0.0.0/9"));
    }

    @Test
    void firstAndLast() {
        IpRange v4 = IpRange.parse("192.0.2.64/26");
        assertThat(v4.first()).containsExactly(192, 0, 2, 64);
        assertThat(v4.last()).containsExactly(192, 0, 2, 127);

        IpRange v6 = IpRange.parse("2001:db8::/32");
        assertThat(v6.first()).startsWith(0x20, 0x01, 0x0d, 0xb8, 0).endsWith(0, 0);
        assertThat(v6.last()).startsWith(0x20, 0x01, 0x0d, 0xb8, 0xff).endsWith(0xff, 0xff).hasSize(16);

        v4.first()[0] = 1;
        assertThat(v4).as("what it gave away is a copy").hasToString("192.0.2.64/26");
    }

    @Test
    void contains() {
        IpRange range = IpRange.parse("192.0.2.0/24");

        assertThat(range.contains(IpRange.parse("192.0.2.0"))).isTrue();
        assertThat(range.contains(IpRange.parse("192.0.2.255"))).isTrue();
        assertThat(range.contains(IpRange.parse("192.0.3.0"))).isFalse();
        assertThat(range.contains(IpRange.parse("192.0.2.0/25"))).isTrue();
        assertThat(range.contains(IpRange.parse("192.0.0.0/16"))).isFalse();
        assertThat(range.contains(IpRange.parse("::ffff:192.0.2.7"))).isTrue();
        assertThat(IpRange.parse("::/0").contains(IpRange.parse("192.0.2.7"))).as("another family").isFalse();
    }

    @Test
    void widen() {
        IpRange address = IpRange.parse("192.0.2.201");

        assertThat(address.widen(32)).isEqualTo(address);
        assertThat(address.widen(26)).hasToString("192.0.2.192/26");
        assertThat(address.widen(0)).hasToString("0.0.0.0/0");
        assertThatIllegalArgumentException().isThrownBy(() -> IpRange.parse("192.0.2.0/24").widen(25))
                .withMessage("prefix length: expected 0 to 24, got 25");
        assertThatIllegalArgumentException().isThrownBy(() -> address.widen(-1))
                .withMessage("prefix length: expected 0 to 32, got -1");
    }

    @Test
    void addressOfAPeer() {
        assertThat(IpRange.of(InetAddress.ofLiteral("192.0.2.7"))).hasToString("192.0.2.7");
        assertThat(IpRange.of(InetAddress.ofLiteral("fe80::1%5"))).as("a zone is of this host alone")
                .hasToString("fe80::1");
    }
}
