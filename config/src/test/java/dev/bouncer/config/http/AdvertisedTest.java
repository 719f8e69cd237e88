package dev.bouncer.config.http;

import java.net.InetAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class AdvertisedTest {
    @Test
    void isWhatTheOperatorSays() {
        assertThat(address("0.0.0.0", "streams-1.example.org:443", "http://0.0.0.0:8082"))
                .isEqualTo("streams-1.example.org:443");
    }

    @Test
    void isOtherwiseWhereItListensWithThePortItReallyHas() {
        assertThat(address("127.0.0.1", null, "http://127.0.0.1:43210")).isEqualTo("127.0.0.1:43210");
        assertThat(address("::1", null, "http://[::1]:43210")).isEqualTo("[::1]:43210");
    }

    @Test
    void isTheMachinesNameWhereItListensOnAllAddresses() throws Exception {
        assertThat(address("0.0.0.0", null, "http://0.0.0.0:8082"))
                .isEqualTo(InetAddress.getLocalHost().getHostName() + ":8082");
    }

    private static String address(String host, @Nullable String advertised, String listening) {
        return Advertised.address("streams", advertised, host, URI.create(listening));
    }
}
