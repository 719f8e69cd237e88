package dev.bouncer.edge.protocol.centrifuge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.bouncer.edge.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Messages with their lengths before them, in binary frames. By hand and not by generated code: of the schema it takes a
 * dozen fields.
 */
final class ProtobufEncoding implements CentrifugeEncoding {
    // Of Command and of Reply.
    private static final int ID = 1;
    // Of ConnectRequest and of RefreshRequest.
    private static final int TOKEN = 1;
    private static final int ERROR = 2;
    // Of ConnectResult and of RefreshResult, but for the first and the last two.
    private static final int CLIENT = 1;
    private static final int VERSION = 2;
    private static final int EXPIRES = 3;
    private static final int TTL = 4;
    private static final int PING = 7;
    private static final int PONG = 8;
    private static final int ERROR_CODE = 1;
    private static final int ERROR_MESSAGE = 2;

    private static final int BUFFER = 128;
    private static final byte[] NOTHING = {};
    // A message of length 0.
    private static final byte[] EMPTY = {0};

    @Override
    public boolean isPong(byte[] frame) {
        return frame.length == 1 && frame[0] == 0;
    }

    @Override
    public List<CentrifugeCommand> read(byte[] frame) {
        List<CentrifugeCommand> commands = new ArrayList<>(1);
        CodedInputStream in = CodedInputStream.newInstance(frame);
        try {
            while (!in.isAtEnd() && commands.size() <= MAX_COMMANDS)
                commands.add(command(in.readByteArray()));
        } catch (IOException e) {
            commands.add(new CentrifugeCommand.Malformed());
        }
        return commands;
    }

    private static CentrifugeCommand command(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        long id = 0;
        CentrifugeMethod method = null;
        byte[] request = NOTHING;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            CentrifugeMethod named = method(tag);
            if (named != null) {
                method = named;
                request = in.readByteArray();
            } else if (tag == tag(ID, WireFormat.WIRETYPE_VARINT)) {
                id = Integer.toUnsignedLong(in.readUInt32());
            } else {
                skip(in, tag);
            }
        }
        String token = method == CentrifugeMethod.CONNECT || method == CentrifugeMethod.REFRESH ? token(request) : null;
        return CentrifugeCommand.of(id, method, token);
    }

    private static @Nullable CentrifugeMethod method(int tag) {
        for (CentrifugeMethod method : CentrifugeMethod.values()) {
            if (tag == tag(method.commandNumber, WireFormat.WIRETYPE_LENGTH_DELIMITED)) return method;
        }
        return null;
    }

    private static @Nullable String token(byte[] request) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(request);
        String token = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == tag(TOKEN, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                token = in.readStringRequireUtf8();
            } else {
                skip(in, tag);
            }
        }
        return token;
    }

    private static int tag(int field, int wireType) {
        return (field << 3) | wireType;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag))
            throw new InvalidProtocolBufferException("expected a field, got the end of a group that did not begin");
    }

    @Override
    public void send(ClientSession session, List<CentrifugeReply> replies) {
        session.send(bytes(out -> {
            for (CentrifugeReply reply : replies)
                out.writeByteArrayNoTag(message(reply));
        }));
    }

    /** A frame with that reply alone. */
    static byte[] line(CentrifugeReply reply) {
        return bytes(out -> out.writeByteArrayNoTag(message(reply)));
    }

    private static byte[] message(CentrifugeReply reply) {
        return bytes(message -> write(reply, message));
    }

    @Override
    public void ping(ClientSession session) {
        session.send(EMPTY);
    }

    private static void write(CentrifugeReply reply, CodedOutputStream out) throws IOException {
        out.writeUInt32(ID, (int) reply.id());
        switch (reply) {
            case CentrifugeReply.Connected connected ->
                out.writeByteArray(CentrifugeMethod.CONNECT.replyNumber, bytes(result -> {
                    result.writeString(CLIENT, connected.client().toString());
                    result.writeString(VERSION, CentrifugeReply.VERSION);
                    writeExpiry(connected.ttl(), result);
                    result.writeUInt32(PING, (int) connected.pingInterval().toSeconds());
                    result.writeBool(PONG, true);
                }));
            case CentrifugeReply.Refreshed refreshed -> out.writeByteArray(CentrifugeMethod.REFRESH.replyNumber,
                    bytes(result -> writeExpiry(refreshed.ttl(), result)));
            case CentrifugeReply.Empty empty -> out.writeByteArray(empty.method().replyNumber, NOTHING);
            case CentrifugeReply.Failed failed -> out.writeByteArray(ERROR, bytes(error -> {
                error.writeUInt32(ERROR_CODE, failed.error().code);
                error.writeString(ERROR_MESSAGE, failed.error().message);
            }));
        }
    }

    private static void writeExpiry(@Nullable Integer ttl, CodedOutputStream result) throws IOException {
        if (ttl == null) return;
        result.writeBool(EXPIRES, true);
        result.writeUInt32(TTL, ttl);
    }

    /** Writes one message, or several. */
    @FunctionalInterface
    private interface Content {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER);
        try {
            content.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }
}
