package dev.bouncer.edge.protocol.centrifuge;

import java.time.InstantSource;
import java.util.List;

import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.Arrival;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /connection/websocket}: Centrifuge's protocol, in JSON or in Protobuf.  */
public final class CentrifugeProtocol implements Protocol {
    private static final String PATH = "/connection/websocket";
    private static final String JSON = "centrifuge-json";
    private static final String PROTOBUF = "centrifuge-protobuf";

    private final CentrifugeFarewells farewells = new CentrifugeFarewells();
    private final Sessions sessions;
    private final Timers timers;
    private final Authenticator authenticator;
    private final CentrifugeTimes times;
    private final InstantSource clock;

    /**
     * A protocol for the sessions of this node.
     *
     * @param times how long it waits for clients
     * @param clock says how long a token is still good for
     */
    public CentrifugeProtocol(Sessions sessions, Timers timers, Authenticator authenticator, CentrifugeTimes times,
            InstantSource clock) {
        this.sessions = sessions;
        this.timers = timers;
        this.authenticator = authenticator;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public @Nullable Handshake accept(Upgrade upgrade) {
        if (!upgrade.path().equals(PATH)) return null;
        String subprotocol = subprotocol(upgrade.subprotocols());
        boolean protobuf = PROTOBUF.equals(subprotocol) || "protobuf".equals(upgrade.query().get("format"))
                || "protobuf".equals(upgrade.query().get("cf_protocol"));
        CentrifugeEncoding encoding = protobuf ? new ProtobufEncoding() : new JsonEncoding();
        return new Handshake(subprotocol, connection -> converse(upgrade, encoding, connection));
    }

    private static @Nullable String subprotocol(List<String> offered) {
        if (offered.contains(JSON)) return JSON;
        return offered.contains(PROTOBUF) ? PROTOBUF : null;
    }

    private Conversation converse(Upgrade upgrade, CentrifugeEncoding encoding, Connection connection) {
        // The app is in the token, which comes later, unless the client's URL names it.
        ClientSession session = sessions.open(this, upgrade.query().getOrDefault("app", ""),
                Arrival.by("centrifuge", upgrade), upgrade.at(), connection);
        return new CentrifugeConversation(sessions, authenticator, session, encoding,
                new CentrifugeWatch(timers, times, sessions, session, encoding), times.expiryGrace(), clock, upgrade);
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        return farewells.farewell(reason);
    }

    @Override
    public Farewell refusal(CloseReason reason) {
        return farewells.refusal(reason);
    }
}
