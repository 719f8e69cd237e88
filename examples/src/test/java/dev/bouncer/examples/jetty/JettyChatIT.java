package dev.bouncer.examples.jetty;

import java.nio.file.Path;

import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import dev.bouncer.examples.ChatKit;
import org.eclipse.jetty.server.Server;

class JettyChatIT extends ChatKit {
    @Override
    protected Chat start(String bootstrapServers, Path stateDir) throws Exception {
        EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of(bootstrapServers, stateDir));
        edge.awaitReady();
        Server server = JettyChat.start(edge, 0);
        return new Chat(server.getURI().getPort(), edge, () -> JettyChat.stop(server));
    }
}
