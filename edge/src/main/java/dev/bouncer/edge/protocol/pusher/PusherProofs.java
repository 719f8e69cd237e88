package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import dev.bouncer.config.AppConfig;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.identity.Authentication;
import org.jspecify.annotations.Nullable;

/**
 * Who the clients of another server of this protocol are, by what they show it: the application's signatures. Immutable
 * and thread-safe.
 */
public final class PusherProofs {
    private static final String ESTABLISHED = "pusher:connection_established";

    /** What a client shows. */
    public static final class Proof {
        private final PusherMessage message;

        private Proof(PusherMessage message) {
            this.message = message;
        }

        /** Whether it is to be that user instead of another; otherwise it is to be that user too, on a channel. */
        public boolean isSignIn() {
            return message instanceof PusherMessage.SignIn;
        }
    }

    private final PusherApp app;

    private PusherProofs(PusherApp app) {
        this.app = app;
    }

    /** Null: the app has no secret that proofs could be checked with. */
    public static @Nullable PusherProofs of(AppConfig config) {
        PusherApp app = PusherApp.of(config);
        return app == null ? null : new PusherProofs(app);
    }

    /** The name of a connection, if this is what tells it to the client. */
    public static @Nullable String socketId(byte[] frame) {
        try {
            JsonObject json = JsonObject.parse(frame);
            if (!ESTABLISHED.equals(json.optionalText("event"))) return null;
            String data = json.optionalText("data");
            return data == null
                    ? null
                    : JsonObject.parse(data.getBytes(StandardCharsets.UTF_8)).optionalText("socket_id");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The proof in what a client says; null: there is none. */
    public static @Nullable Proof read(String frame) {
        // By far the most frequent ones have none, and are told apart at a glance.
        if (!frame.contains("pusher:signin") && !frame.contains("presence-")) return null;
        try {
            PusherMessage message = PusherMessage.parse(frame);
            boolean proves = message instanceof PusherMessage.SignIn
                    || (message instanceof PusherMessage.Subscribe wanted
                            && ChannelKind.of(wanted.channel()) == ChannelKind.PRESENCE);
            return proves ? new Proof(message) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Who that makes the client of this connection.
     *
     * @param opened when the connection was opened: what is signed for it may be as old, whenever it is shown
     */
    public Authentication check(Proof proof, String socketId, Instant opened) {
        try {
            return switch (proof.message) {
                case PusherMessage.SignIn signIn -> known(app.user(socketId, signIn), opened);
                case PusherMessage.Subscribe wanted when isMember(wanted, socketId) ->
                    known(app.user(PresenceMember.parse(wanted.channelData()).id()), opened);
                case PusherMessage.Subscribe _,PusherMessage.Ping _,PusherMessage.ClientEvent _,PusherMessage.Other _ ->
                    new Authentication.Refused("no proof");
            };
        } catch (IllegalArgumentException e) {
            return new Authentication.Refused("a proof that does not hold");
        }
    }

    private boolean isMember(PusherMessage.Subscribe wanted, String socketId) {
        return app.identifyByPresence()
                && app.signatures().allowMember(wanted.auth(), socketId, wanted.channel(), wanted.channelData());
    }

    private static Authentication known(SubjectKey user, Instant opened) {
        return new Authentication.Authenticated(List.of(user), null, opened);
    }
}
