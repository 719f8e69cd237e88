package dev.bouncer.edge.protocol.centrifuge;

import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Language;
import dev.bouncer.edge.protocol.Script;
import dev.bouncer.edge.session.RecordingConnection;

/** Any conversation in JSON, see {@link Script} and {@link CentrifugeNode#translate}. */
public final class CentrifugeFuzzTest {
    private static final CentrifugeNode NODE = new CentrifugeNode(Map.of());
    private static final Language LANGUAGE = Language.json(CentrifugeNode::translate);

    @FuzzTest(maxDuration = "5s")
    void leavesNothingBehindWhateverAClientSays(byte[] input) {
        play(input);
    }

    /** One conversation, from its beginning to its end. */
    public static void play(byte[] input) {
        Script script = Script.of(input);
        RecordingConnection connection = new RecordingConnection();
        Conversation conversation = NODE.open(connection);
        if (script.startsKnown()) conversation.received(CentrifugeClient.connectCommand(CentrifugeNode.ALICE));
        script.play(NODE.sessions, conversation, connection, LANGUAGE);
    }
}
