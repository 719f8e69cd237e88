package dev.bouncer.edge.protocol.centrifuge;

import dev.bouncer.edge.protocol.Farewell;
import org.jspecify.annotations.Nullable;

/** Finds the token with which a client of another server of this protocol connects. */
public final class ConnectTokens {
    private static final CentrifugeEncoding JSON = new JsonEncoding();
    private static final CentrifugeEncoding PROTOBUF = new ProtobufEncoding();

    private ConnectTokens() {}

    /** The token of the {@code connect} in a text frame; null: there is none. */
    public static @Nullable String inJson(byte[] frame) {
        return token(JSON, frame);
    }

    /** The token of the {@code connect} in a binary frame; null: there is none. */
    public static @Nullable String inProtobuf(byte[] frame) {
        return token(PROTOBUF, frame);
    }

    /** What answers the {@code connect} in a frame if its token does not count any more: clients get a new one then. */
    public static Farewell.Message expired(byte[] frame, boolean text) {
        return text
                ? new Farewell.Text(JsonEncoding.line(expired(JSON, frame)))
                : new Farewell.Binary(ProtobufEncoding.line(expired(PROTOBUF, frame)));
    }

    private static CentrifugeReply expired(CentrifugeEncoding encoding, byte[] frame) {
        for (CentrifugeCommand command : encoding.read(frame)) {
            if (command instanceof CentrifugeCommand.Connect(long id, String _))
                return new CentrifugeReply.Failed(id, CentrifugeError.TOKEN_EXPIRED);
        }
        throw new IllegalArgumentException("expected a frame with a connect");
    }

    private static @Nullable String token(CentrifugeEncoding encoding, byte[] frame) {
        for (CentrifugeCommand command : encoding.read(frame)) {
            if (command instanceof CentrifugeCommand.Connect connect) return connect.token();
        }
        return null;
    }
}
