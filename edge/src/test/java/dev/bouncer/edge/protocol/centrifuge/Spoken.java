package dev.bouncer.edge.protocol.centrifuge;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The encoding that a client speaks. */
enum Spoken {
    JSON(""), PROTOBUF("?format=protobuf");

    final String path;

    Spoken(String query) {
        this.path = CentrifugeClient.PATH + query;
    }

    void send(WebSocket socket, String lines) {
        switch (this) {
            case JSON -> socket.sendText(lines, true).join();
            case PROTOBUF -> socket.sendBinary(ByteBuffer.wrap(ProtobufSchema.commands(lines)), true).join();
        }
    }

    String decode(String frame) {
        return switch (this) {
            case JSON -> frame;
            case PROTOBUF -> ProtobufSchema.replies(frame.getBytes(StandardCharsets.ISO_8859_1));
        };
    }
}
