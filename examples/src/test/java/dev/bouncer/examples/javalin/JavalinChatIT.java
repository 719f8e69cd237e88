package dev.bouncer.examples.javalin;

import java.nio.file.Path;

import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import dev.bouncer.examples.ChatKit;
import io.javalin.Javalin;

class JavalinChatIT extends ChatKit {
    @Override
    protected Chat start(String bootstrapServers, Path stateDir) throws InterruptedException {
        EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of(bootstrapServers, stateDir));
        edge.awaitReady();
        Javalin server = JavalinChat.start(edge, 0);
        return new Chat(server.port(), edge, server::stop);
    }
}
