package dev.bouncer.edge.protocol.nativ;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.Arrival;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/apps/{app}/connect}. */
public final class NativeProtocol implements Protocol {
    private static final Pattern PATH = Pattern.compile("/v1/apps/([^/]*)/connect");

    // One block closes many sessions with one and the same reason: its farewell is written once.
    private record Written(CloseReason reason, Farewell farewell) {}

    private final Sessions sessions;
    private final Authenticator authenticator;
    private volatile @Nullable Written last;

    /** A protocol for the sessions of this node. */
    public NativeProtocol(Sessions sessions, Authenticator authenticator) {
        this.sessions = sessions;
        this.authenticator = authenticator;
    }

    @Override
    public @Nullable Handshake accept(Upgrade upgrade) {
        Matcher path = PATH.matcher(upgrade.path());
        if (!path.matches()) return null;
        String app = path.group(1);
        return new Handshake(NativeToken.subprotocol(upgrade), connection -> new NativeConversation(sessions,
                authenticator, sessions.open(this, app, Arrival.by("native", upgrade), upgrade.at(), connection),
                upgrade));
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        Written written = last;
        if (written == null || !written.reason().equals(reason)) {
            written = new Written(reason, write(reason));
            last = written;
        }
        return written.farewell();
    }

    private static Farewell write(CloseReason reason) {
        CloseFrame close = CloseFrame.of(reason);
        return new Farewell(NativeFrames.closed(close, reason), close);
    }
}
