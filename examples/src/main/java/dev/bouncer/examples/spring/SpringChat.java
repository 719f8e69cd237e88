package dev.bouncer.examples.spring;

import java.nio.file.Path;

import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** A WebSocket application on Spring Boot that keeps banned users out. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableWebSocket
public class SpringChat {
    /** Properties, as arguments or in any other way of Spring's: {@code chat.kafka}, {@code chat.state-dir}. */
    public static void main(String[] args) {
        SpringApplication.run(SpringChat.class, args);
    }

    @Bean
    EmbeddedEdge edge(@Value("${chat.kafka}") String kafka, @Value("${chat.state-dir:data/edge}") Path stateDir)
            throws InterruptedException {
        EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of(kafka, stateDir));
        edge.awaitReady();
        return edge;
    }

    @Bean
    WebSocketConfigurer chat(EmbeddedEdge edge) {
        return handlers -> handlers.addHandler(new ChatHandler(edge), "/chat");
    }
}
