package dev.bouncer.edge.protocol.centrifuge;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Language;
import dev.bouncer.edge.protocol.Script;
import dev.bouncer.edge.session.RecordingConnection;

/**
 * Any conversation in Protobuf, see {@link Script}. What {@link CentrifugeNode#translate} knows is encoded; other frames
 * are the client's bytes.
 */
public final class ProtobufFuzzTest {
    private static final CentrifugeNode NODE = new CentrifugeNode(Map.of("format", "protobuf"));
    private static final String BINARY = "binary ";

    @FuzzTest(maxDuration = "5s")
    void leavesNothingBehindWhateverAClientSays(byte[] input) {
        play(input);
    }

    /** One conversation, from its beginning to its end. */
    public static void play(byte[] input) {
        Script script = Script.of(input);
        RecordingConnection connection = new RecordingConnection();
        Conversation conversation = NODE.open(connection);
        if (script.startsKnown())
            conversation.received(ProtobufSchema.commands(CentrifugeClient.connectCommand(CentrifugeNode.ALICE)));
        script.play(NODE.sessions, conversation, connection, new Bytes());
    }

    private static final class Bytes implements Language {
        @Override
        public void say(Conversation conversation, byte[] frame) {
            String text = new String(frame, StandardCharsets.ISO_8859_1);
            String command = CentrifugeNode.translate(text);
            byte[] bytes = command.equals(text) ? frame : ProtobufSchema.commands(command);
            var _ = conversation.mayBlockOn(bytes);
            conversation.received(bytes);
        }

        @Override
        public boolean isWellFormed(String frame) {
            if (!frame.startsWith(BINARY)) return false;
            // Throws at what Google's own code cannot read, or the schema does not have.
            byte[] bytes = HexFormat.of().parseHex(frame.substring(BINARY.length()));
            return !ProtobufSchema.replies(bytes).isEmpty();
        }
    }
}
