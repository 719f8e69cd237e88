package dev.bouncer.edge.protocol.pusher;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherTimes;
import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A client that was told to go, takes its time to leave, and meanwhile goes on talking. */
class PusherAfterCloseTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final AppConfig APP = PusherClient.chat(true, new ConnectionRules(Set.of(), 0, 1, 0));

    // Each user may have one connection there.
    @AutoClose
    private final TestSessions node = new TestSessions(APP, InstantSource.fixed(NOW));
    private final PusherProtocol protocol = new PusherProtocol(node.sessions, node.timers, PusherTimes.DEFAULT,
            List.of(APP));

    private Conversation open(RecordingConnection connection) {
        Conversation conversation = requireNonNull(protocol.accept(new Upgrade(NOW, IpRange.parse("192.0.2.7"),
                "/app/" + PusherClient.KEY, Map.of("protocol", "7"), null, null, null, List.of()))).conversation()
                .apply(connection);
        conversation.opened();
        return conversation;
    }

    private static String signIn(RecordingConnection connection, String user) {
        String socketId = PusherClient.read(PusherClient.read(connection.events().getFirst()).path("data").asText())
                .path("socket_id").asText();
        String userData = "{\"id\":\"" + user + "\"}";
        ObjectNode frame = JsonNodeFactory.instance.objectNode().put("event", "pusher:signin");
        frame.putObject("data").put("auth", PusherClient.sign(socketId + "::user::" + userData)).put("user_data",
                userData);
        return frame.toString();
    }

    @Test
    void takesNobodysPlace() {
        RecordingConnection lingering = new RecordingConnection();
        Conversation terminated = open(lingering);
        terminated.received(signIn(lingering, "alice"));
        node.terminateAll();
        int heard = lingering.events().size();
        terminated.received(signIn(lingering, "bob"));
        terminated.received("{\"event\":\"pusher:ping\"}");
        assertThat(lingering.events()).hasSize(heard);

        RecordingConnection connection = new RecordingConnection();
        Conversation bob = open(connection);
        bob.received(signIn(connection, "bob"));
        assertThat(connection.events().getLast()).contains("pusher:signin_success");
        bob.gone();
        terminated.gone();
        node.assertNothingLeft();
    }
}
