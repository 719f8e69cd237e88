package dev.bouncer.edge.protocol.centrifuge;

import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;

/** One connection of a client that wants the protocol's other encoding, which is not served: it is told so. */
final class ProtobufConversation implements Conversation {
    private final Sessions sessions;
    private final ClientSession session;

    ProtobufConversation(Sessions sessions, ClientSession session) {
        this.sessions = sessions;
        this.session = session;
    }

    @Override
    public void opened() {
        CentrifugeDismissal.PROTOBUF.end(sessions, session);
    }

    @Override
    public void received(String text) {
        // Nothing it says changes that.
    }

    @Override
    public void gone() {
        sessions.gone(session);
    }
}
