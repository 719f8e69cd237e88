package dev.bouncer.edge.protocol.centrifuge;

import java.time.InstantSource;
import java.util.Map;

import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.session.RecordingConnection;
import org.junit.jupiter.api.Test;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A client that was told to go, takes its time to leave, and meanwhile goes on talking. */
class CentrifugeAfterCloseTest {
    private static final String CONNECT = CentrifugeClient.connectCommand(CentrifugeNode.signed("{\"sub\":\"alice\"}"));

    @Test
    void takesNobodysPlace() {
        // Alice may have one connection there.
        CentrifugeNode node = new CentrifugeNode(Map.of(), InstantSource.system());
        RecordingConnection lingering = new RecordingConnection();
        Conversation late = node.openLate(lingering);
        await().until(() -> !lingering.events().isEmpty());
        late.received(CONNECT);
        assertThat(lingering.events()).hasSize(1).allMatch(event -> event.startsWith("close "));

        RecordingConnection connection = new RecordingConnection();
        Conversation alice = node.open(connection);
        alice.received(CONNECT);
        assertThat(connection.events().getFirst()).contains("\"connect\":{");
        alice.gone();
        late.gone();
        node.sessions.assertNothingLeft();
    }
}
