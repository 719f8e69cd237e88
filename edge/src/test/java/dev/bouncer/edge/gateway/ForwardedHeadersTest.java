package dev.bouncer.edge.gateway;

import java.util.List;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.edge.TestEdge;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ForwardedHeadersTest {
    @Test
    void whatTheClientMadeUpIsNotPassedOn() throws Exception {
        try (Behind behind = new Behind(talk -> talk.write("HTTP/1.1 204 No Content\r\n\r\n"));
                TestEdge edge = new TestEdge(
                        List.of(new TestRoutes(behind.address()).identify(Identify.UPSTREAM).app()));
                Raw client = new Raw(edge.uri())) {
            client.send("GET", "/chat/a", """
                    Forwarded: for=192.0.2.1\r
                    X-Forwarded-For: 192.0.2.1\r
                    X-Forwarded-Proto: https\r
                    X-Forwarded-Host: elsewhere.example\r
                    X-Forwarded-Port: 443\r
                    x-forwarded-user: root\r
                    X-Real-IP: 192.0.2.1\r
                    Bouncer-Session: mine\r
                    bouncer-subject: user=root\r
                    X-Own: kept\r
                    """);
            assertThat(client.answer()).startsWith("HTTP/1.1 204");

            Behind.Talk heard = behind.talk();
            assertThat(heard.headers).doesNotContainKeys("forwarded", "x-forwarded-port", "x-forwarded-user",
                    "bouncer-subject");
            assertThat(heard.header("x-forwarded-for")).isEqualTo("127.0.0.1");
            assertThat(heard.header("x-real-ip")).isEqualTo("127.0.0.1");
            assertThat(heard.header("x-forwarded-proto")).isEqualTo("http");
            assertThat(heard.header("x-forwarded-host")).isEqualTo("chat.example");
            assertThat(heard.header("bouncer-session")).isNotEqualTo("mine").hasSize(36);
            assertThat(heard.header("x-own")).isEqualTo("kept");
        }
    }
}
