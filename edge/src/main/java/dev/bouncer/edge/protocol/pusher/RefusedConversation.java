package dev.bouncer.edge.protocol.pusher;

import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;

/** One connection that ends as soon as it is open. */
final class RefusedConversation implements Conversation {
    private final Sessions sessions;
    private final ClientSession session;
    private final String why;
    private final Farewell farewell;

    RefusedConversation(Sessions sessions, ClientSession session, String why, Farewell farewell) {
        this.sessions = sessions;
        this.session = session;
        this.why = why;
        this.farewell = farewell;
    }

    @Override
    public void opened() {
        sessions.dismiss(session, why, farewell);
    }

    @Override
    public void received(String text) {
        // It is on its way out.
    }

    @Override
    public void gone() {
        sessions.gone(session);
    }
}
