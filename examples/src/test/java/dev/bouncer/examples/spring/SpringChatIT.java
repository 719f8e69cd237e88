package dev.bouncer.examples.spring;

import java.nio.file.Path;

import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import dev.bouncer.examples.ChatKit;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class SpringChatIT extends ChatKit {
    @Override
    protected Chat start(String bootstrapServers, Path stateDir) {
        ConfigurableApplicationContext context = SpringApplication.run(SpringChat.class, "--server.port=0",
                "--chat.kafka=" + bootstrapServers, "--chat.state-dir=" + stateDir);
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return new Chat(port, context.getBean(EmbeddedEdge.class), context::close);
    }
}
