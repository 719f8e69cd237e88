package dev.bouncer.edge.protocol.pusher;

import java.time.Instant;
import java.util.List;

import dev.bouncer.config.PusherTimes;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** One connection: an address at first, and a user or several when the client has proven it. */
final class PusherConversation implements Conversation {
    /** Most malformed frames. Each is answered, and a broken client might go on for ever. */
    static final int MAX_MALFORMED = 100;

    private final Sessions sessions;
    private final PusherTimes times;
    private final PusherApp app;
    private final ClientSession session;
    private final PusherUsers users;
    private final Subscriptions subscriptions;
    private final Silence silence;
    // Whoever was not let in has never heard it, and can have nothing signed for it.
    private final String socketId = SocketId.next();
    private @Nullable Upgrade upgrade;
    private int malformed;

    PusherConversation(Sessions sessions, Timers timers, PusherTimes times, PusherApp app, ClientSession session,
            Connection connection, Upgrade upgrade) {
        this.sessions = sessions;
        this.times = times;
        this.app = app;
        this.session = session;
        this.users = new PusherUsers(sessions, session);
        this.subscriptions = new Subscriptions(app, socketId, session, users);
        this.upgrade = upgrade;
        this.silence = new Silence(timers, times, () -> {
            session.send(PusherFrames.PING);
            // pusher-java-client leaves the event unanswered, but like every WebSocket answers this.
            connection.ping();
        }, () -> sessions.dismiss(session, "silent", PusherFarewells.of(4201, "Pong reply not received")));
    }

    @Override
    public void opened() {
        Upgrade asked = upgrade;
        // A connection may last for days: it does not keep the request.
        upgrade = null;
        if (asked == null) return;
        if (sessions.isDraining()) {
            sessions.refuse(session, new CloseReason.GoingAway());
            return;
        }
        if (!sessions.allowsOrigin(session.app(), asked.origin())) {
            sessions.refuse(session, new CloseReason.OriginNotAllowed());
            return;
        }
        SubjectKey address = SubjectKey.of(app.name(), SubjectKind.IP, asked.client().toString());
        if (!sessions.admit(session,
                new Authentication.Authenticated(List.of(address), signInBy(asked.at()), asked.at())))
            return;
        session.send(PusherFrames.connectionEstablished(socketId, times.activityTimeout()));
        silence.begin();
    }

    /** When a connection that is nobody by then ends; null: never. */
    private @Nullable Instant signInBy(Instant opened) {
        return times.signInTimeout().isZero() ? null : opened.plus(times.signInTimeout());
    }

    // Who a client turns out to be is asked of a store that is on disk. Keep-alives are told apart without a look at the
    // rest: what follows them, a second "event" too, does not name anybody.
    @Override
    public boolean mayBlockOn(String text) {
        return !text.startsWith("{\"event\":\"pusher:ping\"") && !text.startsWith("{\"event\":\"pusher:pong\"");
    }

    @Override
    public void received(String text) {
        if (session.isClosed()) return;
        silence.broken();
        PusherMessage message;
        try {
            message = PusherMessage.parse(text);
        } catch (IllegalArgumentException e) {
            refuseMalformed(e);
            return;
        }
        switch (message) {
            case PusherMessage.Ping _ -> session.send(PusherFrames.PONG);
            case PusherMessage.SignIn signIn -> signIn(signIn);
            case PusherMessage.Subscribe wanted -> subscriptions.subscribe(wanted);
            case PusherMessage.ClientEvent _ ->
                session.send(PusherFrames.error(4301, "Client events are not carried here"));
            case PusherMessage.Other _ -> {
            }
        }
    }

    @Override
    public void answered() {
        silence.answered();
    }

    @Override
    public void gone() {
        silence.end();
        sessions.gone(session);
    }

    private void signIn(PusherMessage.SignIn signIn) {
        SubjectKey user;
        try {
            user = app.user(socketId, signIn);
        } catch (IllegalArgumentException e) {
            // Pusher's own server leaves the connection open; a client with a forged proof has no business here.
            sessions.dismiss(session, EdgeMetrics.label(new CloseReason.Unauthenticated()),
                    PusherFarewells.of(PusherFarewells.NOT_AUTHORIZED, "Authentication error: " + e.getMessage()));
            return;
        }
        if (users.signIn(user)) session.send(PusherFrames.signInSucceeded(signIn.userData()));
    }

    private void refuseMalformed(IllegalArgumentException e) {
        malformed++;
        if (malformed < MAX_MALFORMED) {
            session.send(PusherFrames.error(4000, "Invalid message format: " + e.getMessage()));
            return;
        }
        // Of the codes that mean never come back, as all clients take them, 4009 is the only one for any cause.
        sessions.dismiss(session, "malformed",
                PusherFarewells.of(PusherFarewells.NOT_AUTHORIZED, "Too many malformed messages"));
    }
}
