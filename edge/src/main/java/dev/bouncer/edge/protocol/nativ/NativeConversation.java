package dev.bouncer.edge.protocol.nativ;

import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** One connection in the native protocol: the client is known by the token of its upgrade, or not at all. */
final class NativeConversation implements Conversation {
    private final Sessions sessions;
    private final Authenticator authenticator;
    private final ClientSession session;
    private final IpRange client;
    private final @Nullable String origin;
    private @Nullable String token;

    NativeConversation(Sessions sessions, Authenticator authenticator, ClientSession session, Upgrade upgrade) {
        this.sessions = sessions;
        this.authenticator = authenticator;
        this.session = session;
        this.client = upgrade.client();
        this.origin = upgrade.origin();
        this.token = NativeToken.find(upgrade);
    }

    @Override
    public void opened() {
        String presented = token;
        // A session may last for days: it does not keep the token.
        token = null;
        if (sessions.isDraining()) {
            sessions.refuse(session, new CloseReason.GoingAway());
            return;
        }
        if (!sessions.allowsOrigin(session.app(), origin)) {
            sessions.refuse(session, new CloseReason.OriginNotAllowed());
            return;
        }
        switch (authenticator.authenticate(session.app(), presented, client)) {
            case Authentication.Refused _,Authentication.OutOfTime _ ->
                sessions.refuse(session, new CloseReason.Unauthenticated());
            case Authentication.Authenticated authenticated -> {
                if (sessions.admit(session, authenticated))
                    session.send(NativeFrames.welcome(session.id(), authenticated.subjects()));
            }
        }
    }

    @Override
    public void received(String text) {
        if (NativeFrames.isPing(text)) session.send(NativeFrames.PONG);
    }

    @Override
    public void gone() {
        sessions.gone(session);
    }
}
