package dev.bouncer.edge.protocol.centrifuge;

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
    private static final int MAX_COMMANDS = 128;

    private final Sessions sessions;
    private final Authenticator authenticator;
    private final ClientSession session;
    private final CentrifugeWatch watch;
    private final Duration expiryGrace;
    private final InstantSource clock;
    private final IpRange client;
    private final @Nullable String origin;
    // A connection takes only so many outgoing frames at a time: the answers to one frame leave in one.
    private final List<String> replies = new ArrayList<>(1);
    // Who it is connected as, with the end of its token.
    private @Nullable Authenticated known;
    private boolean ended;

    CentrifugeConversation(Sessions sessions, Authenticator authenticator, ClientSession session,
            CentrifugeWatch watch, Duration expiryGrace, InstantSource clock, Upgrade upgrade) {
        this.sessions = sessions;
        this.authenticator = authenticator;
        this.session = session;
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
        return !text.equals("{}");
    }

    @Override
    public void received(String text) {
        if (session.isClosed()) return;
        List<String> commands = text.lines().filter(line -> !line.isBlank()).limit(MAX_COMMANDS + 1L).toList();
        if (commands.isEmpty() || commands.size() > MAX_COMMANDS) {
            end(CentrifugeDismissal.BAD_REQUEST);
            return;
        }
        for (String command : commands) {
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

    private void obey(String line) {
        CentrifugeCommand command;
        try {
            command = CentrifugeCommand.parse(line);
        } catch (IllegalArgumentException e) {
            end(CentrifugeDismissal.BAD_REQUEST);
            return;
        }
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
            case CentrifugeCommand.Trivial(long id, String name) -> replies.add(CentrifugeReplies.empty(id, name));
            case CentrifugeCommand.Denied(long id, CentrifugeError error) ->
                replies.add(CentrifugeReplies.error(id, error));
            case CentrifugeCommand.Send() -> {
            }
            case CentrifugeCommand.Connect _ -> end(CentrifugeDismissal.BAD_REQUEST);
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
            case Authentication.OutOfTime _ -> {
                replies.add(CentrifugeReplies.error(id, CentrifugeError.TOKEN_EXPIRED));
                // Clients come back on a new connection, but one that gets a new token in time may stay on this one.
                watch.awaitConnect();
            }
            case Authenticated authenticated -> welcome(id, authenticated);
        }
    }

    private void welcome(long id, Authenticated authenticated) {
        ended = !sessions.admit(session, withGrace(authenticated));
        if (ended) return;
        known = authenticated;
        replies.add(CentrifugeReplies.connected(id, session.id(), authenticated.expiresAt(), clock.instant(),
                watch.pingInterval()));
        flush();
        watch.beat();
    }

    private void refresh(long id, String token, Authenticated former) {
        switch (authenticator.authenticateAnyone(session.app(), token, client)) {
            case Authentication.Refused _ -> end(CentrifugeDismissal.INVALID_TOKEN);
            case Authentication.OutOfTime _ ->
                replies.add(CentrifugeReplies.error(id, CentrifugeError.TOKEN_EXPIRED));
            case Authenticated renewed when !Objects.equals(renewed.user(), former.user()) ->
                end(CentrifugeDismissal.INVALID_TOKEN);
            case Authenticated renewed -> {
                ended = !replace(former, withGrace(renewed));
                known = renewed;
                replies.add(CentrifugeReplies.refreshed(id, renewed.expiresAt(), clock.instant()));
            }
        }
    }

    private boolean replace(Authenticated former, Authenticated renewed) {
        // Whoever it has been all along need not be asked for again: a node out of touch keeps its sessions.
        if (!renewed.subjects().equals(former.subjects()))
            return sessions.identify(session, former.subjects(), renewed);
        sessions.expireAt(session, renewed.expiresAt());
        return true;
    }

    // The connection outlives the token a little, so that the client can get the next one.
    private Authenticated withGrace(Authenticated authenticated) {
        Instant expiry = authenticated.expiresAt();
        if (expiry == null) return authenticated;
        return new Authenticated(authenticated.subjects(),
                expiry.isAfter(Instant.MAX.minus(expiryGrace)) ? null : expiry.plus(expiryGrace));
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
        session.send(String.join("\n", replies));
        replies.clear();
    }

    private static boolean isPresent(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
