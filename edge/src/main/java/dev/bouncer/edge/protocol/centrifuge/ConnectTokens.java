package dev.bouncer.edge.protocol.centrifuge;

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

    /** What answers the {@code connect} in a text frame if its token does not count any more: clients get a new one then. */
    public static String expiredInJson(byte[] frame) {
        for (CentrifugeCommand command : JSON.read(frame)) {
            if (command instanceof CentrifugeCommand.Connect(long id, String _))
                return JsonEncoding.line(new CentrifugeReply.Failed(id, CentrifugeError.TOKEN_EXPIRED));
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
