package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;

import dev.bouncer.edge.session.ClientSession;

/** How commands and replies are put into frames. Immutable and thread-safe. */
sealed interface CentrifugeEncoding permits JsonEncoding, ProtobufEncoding {
    /** As many a client may put into one frame. */
    int MAX_COMMANDS = 128;

    /** Whether a frame is the answer to a ping and nothing else, in its usual form: told at a glance. */
    boolean isPong(byte[] frame);

    /**
     * The commands of a frame. Nothing counts behind one that is {@link CentrifugeCommand.Malformed}; of more than
     * {@link #MAX_COMMANDS} it is one more than that.
     */
    List<CentrifugeCommand> read(byte[] frame);

    /** Sends replies, one or more, in one frame. */
    void send(ClientSession session, List<CentrifugeReply> replies);

    /** Sends a ping: a reply with nothing in it. */
    void ping(ClientSession session);
}
