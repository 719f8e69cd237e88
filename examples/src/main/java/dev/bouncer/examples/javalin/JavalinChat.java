package dev.bouncer.examples.javalin;

import java.nio.file.Path;
import java.util.List;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.embedded.EmbeddedEdge;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;

/** A WebSocket application on Javalin that keeps banned users out. */
public final class JavalinChat {
    private JavalinChat() {}

    /** Arguments: Kafka's bootstrap servers, the port. */
    public static void main(String[] args) throws InterruptedException {
        EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of(args[0], Path.of("data/edge")));
        edge.awaitReady();
        Javalin server = start(edge, Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            edge.close();
            server.stop();
        }));
    }

    static Javalin start(EmbeddedEdge edge, int port) {
        return Javalin.create(config -> config.routes.ws("/chat", chat -> {
            chat.onConnect(client -> {
                List<Subject> subjects = List.of(new Subject(SubjectKind.USER, user(client)));
                if (edge.admit(client.sessionId(), subjects,
                        (frame, reason) -> client.closeSession(frame.code(), frame.reason())).isAdmitted()) {
                    client.send("welcome");
                }
            });
            chat.onClose(client -> edge.gone(client.sessionId()));
            chat.onMessage(client -> client.send("you said: " + client.message()));
        })).start(port);
    }

    // Here stands how your application finds out who its user is.
    private static String user(WsContext client) {
        String user = client.queryParam("user");
        return user == null ? "nobody" : user;
    }
}
