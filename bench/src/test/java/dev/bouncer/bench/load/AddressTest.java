package dev.bouncer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/** Where something listens. */
final class AddressTest {
    @Test
    void a_port_is_this_machines_and_has_many_addresses_to_come_from() throws IOException {
        Address address = Address.parse("8081");

        assertThat(address.name()).isEqualTo("127.0.0.1:8081");
        assertThat(address.source(0).getHostString()).isEqualTo("127.0.0.2");
        assertThat(address.source(5).getHostString()).isEqualTo("127.0.0.3");
    }

    @Test
    void elsewhere_is_reached_from_whatever_address_leads_there() throws IOException {
        Address address = Address.parse("192.0.2.7:443");

        assertThat(address.name()).isEqualTo("192.0.2.7:443");
        assertThat(address.socket().getPort()).isEqualTo(443);
        assertThat(address.source(1).getAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void ipv6_is_in_brackets() throws IOException {
        Address address = Address.parse("[::1]:80");

        assertThat(address.socket().getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.source(1).getAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void a_host_that_nobody_knows() {
        assertThatThrownBy(() -> Address.parse("no-such-host.invalid:80")).isInstanceOf(IOException.class)
                .hasMessage("unknown host in no-such-host.invalid:80");
    }
}
