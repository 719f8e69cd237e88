package dev.bouncer.edge.protocol.centrifuge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.identity.Authentication.Authenticated;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** One connection in Centrifuge's protocol: the client is nobody before its connect command. */
final class CentrifugeConversation implements Conversation {
    private final Sessions sessions;
    private final Authenticator authenticator;
    private final ClientSession session;
    private final CentrifugeEncoding encoding;
    private final CentrifugeWatch watch;
    private final Duration expiryGrace;
    private final InstantSource clock;
    private final IpRange client;
    private final @Nullable String origin;
    // A connection takes only so many outgoing frames at a time: the answers to one frame leave in one.
    private final List<CentrifugeReply> replies = new ArrayList<>(1);
    // Who it is connected as, with the end of its token.
    private @Nullable Authenticated known;
    private boolean ended;

    CentrifugeConversation(Sessions sessions, Authenticator authenticator, ClientSession session,
            CentrifugeEncoding encoding, CentrifugeWatch watch, Duration expiryGrace, InstantSource clock,
            Upgrade upgrade) {
        this.sessions = sessions;
        this.authenticator = authenticator;
        this.session = session;
        this.encoding = encoding;
        this.watch = watch;
        this.expiryGrace = expiryGrace;
        this.clock = clock;
        this.client = upgrade.client();
        this.origin = upgrade.origin();
    }

    @Override
    public void opened() {
        if (sessions.isDraining()) {
            refuse(new CloseReason.GoingAway());
        } else {
            watch.awaitConnect();
        }
    }

    // Where there is a token in it, keys may have to be fetched. Pongs, nearly all that clients send, are told apart
    // without a look at the rest.
    @Override
    public boolean mayBlockOn(String text) {
        return mayBlockOn(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean mayBlockOn(byte[] bytes) {
        return !encoding.isPong(bytes);
    }

    // What is in a frame counts, not which kind of frame it is.
    @Override
    public void received(String text) {
        received(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void received(byte[] bytes) {
        if (session.isClosed()) return;
        List<CentrifugeCommand> commands = encoding.read(bytes);
        if (commands.isEmpty() || commands.size() > CentrifugeEncoding.MAX_COMMANDS) {
            end(CentrifugeDismissal.BAD_REQUEST);
            return;
        }
        for (CentrifugeCommand command : commands) {
            if (ended) return;
            obey(command);
        }
        flush();
    }

    @Override
    public void gone() {
        watch.stop();
        sessions.gone(session);
    }

    private void obey(CentrifugeCommand command) {
        if (known != null) {
            obey(command, known);
        } else if (command instanceof CentrifugeCommand.Connect(long id, String token) && isPresent(token)) {
            connect(id, token);
        } else {
            end(CentrifugeDismissal.BAD_REQUEST);
        }
    }

    private void obey(CentrifugeCommand command, Authenticated connected) {
        switch (command) {
            case CentrifugeCommand.Pong() -> {
                if (!watch.answered()) end(CentrifugeDismissal.BAD_REQUEST);
            }
            case CentrifugeCommand.Refresh(long id, String token) -> {
                if (isPresent(token)) {
                    refresh(id, token, connected);
                } else {
                    end(CentrifugeDismissal.BAD_REQUEST);
                }
            }
            case CentrifugeCommand.Trivial(long id, CentrifugeMethod method) ->
                replies.add(new CentrifugeReply.Empty(id, method));
            case CentrifugeCommand.Denied(long id, CentrifugeError error) ->
                replies.add(new CentrifugeReply.Failed(id, error));
            case CentrifugeCommand.Send() -> {
            }
            case CentrifugeCommand.Connect _,CentrifugeCommand.Malformed _ -> end(CentrifugeDismissal.BAD_REQUEST);
        }
    }

    private void connect(long id, String token) {
        watch.pause();
        String app = session.app().isEmpty() ? authenticator.appOf(token) : session.app();
        if (app == null) {
            end(CentrifugeDismissal.INVALID_TOKEN);
            return;
        }
        session.assign(app);
        if (!sessions.allowsOrigin(app, origin)) {
            refuse(new CloseReason.OriginNotAllowed());
            return;
        }
        switch (authenticator.authenticateAnyone(app, token, client)) {
            case Authentication.Refused _ -> end(CentrifugeDismissal.INVALID_TOKEN);
            case Authentication.OutOfTime _ -> askForNewToken(id);
            // Who is invalidated between this question and its admission hears of it when it comes back.
            case Authenticated authenticated when sessions.isInvalidated(authenticated) -> askForNewToken(id);
            case Authenticated authenticated -> welcome(id, authenticated);
        }
    }

    private void askForNewToken(long id) {
        replies.add(new CentrifugeReply.Failed(id, CentrifugeError.TOKEN_EXPIRED));
        // Clients come back on a new connection, but one that gets a new token in time may stay on this one.
        watch.awaitConnect();
    }

    private void welcome(long id, Authenticated authenticated) {
        ended = !sessions.admit(session, withGrace(authenticated));
        if (ended) return;
        known = authenticated;
        replies.add(new CentrifugeReply.Connected(id, session.id(), ttl(authenticated), watch.pingInterval()));
        flush();
        watch.beat();
    }

    private void refresh(long id, String token, Authenticated former) {
        switch (authenticator.authenticateAnyone(session.app(), token, client)) {
            case Authentication.Refused _ -> end(CentrifugeDismissal.INVALID_TOKEN);
            case Authentication.OutOfTime _ ->
                replies.add(new CentrifugeReply.Failed(id, CentrifugeError.TOKEN_EXPIRED));
            case Authenticated renewed when !Objects.equals(renewed.user(), former.user()) ->
                end(CentrifugeDismissal.INVALID_TOKEN);
            case Authenticated renewed -> {
                ended = !sessions.identify(session, former.subjects(), withGrace(renewed));
                known = renewed;
                replies.add(new CentrifugeReply.Refreshed(id, ttl(renewed)));
            }
        }
    }

    // The connection outlives the token a little, so that the client can get the next one.
    private Authenticated withGrace(Authenticated authenticated) {
        Instant expiry = authenticated.expiresAt();
        if (expiry == null) return authenticated;
        return authenticated.until(expiry.isAfter(Instant.MAX.minus(expiryGrace)) ? null : expiry.plus(expiryGrace));
    }

    private @Nullable Integer ttl(Authenticated authenticated) {
        Instant expiry = authenticated.expiresAt();
        if (expiry == null) return null;
        // Clients read it into 32 bits.
        return Math.clamp(expiry.getEpochSecond() - clock.instant().getEpochSecond(), 0, Integer.MAX_VALUE);
    }

    private void end(CentrifugeDismissal dismissal) {
        flush();
        ended = true;
        dismissal.end(sessions, session);
    }

    private void refuse(CloseReason reason) {
        ended = true;
        sessions.refuse(session, reason);
    }

    private void flush() {
        if (replies.isEmpty()) return;
        encoding.send(session, replies);
        replies.clear();
    }

    private static boolean isPresent(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
