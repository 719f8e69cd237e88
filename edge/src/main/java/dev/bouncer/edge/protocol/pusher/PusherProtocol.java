package dev.bouncer.edge.protocol.pusher;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.PusherTimes;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.Arrival;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/** {@code GET /app/{key}}. */
public final class PusherProtocol implements Protocol {
    private static final Pattern PATH = Pattern.compile("/app/([^/]+)");
    private static final Farewell NO_SUCH_APP = PusherFarewells.of(4001, "Application does not exist");
    // No app's name, so that a stranger's key never passes for one.
    private static final String NO_APP = "";
    private static final String NAME = "pusher";

    private final Sessions sessions;
    private final Timers timers;
    private final PusherTimes times;
    private final Map<String, PusherApp> apps;

    /**
     * A protocol for the sessions of this node.
     *
     * @param apps those without Pusher's protocol are left out
     */
    public PusherProtocol(Sessions sessions, Timers timers, PusherTimes times, Collection<AppConfig> apps) {
        this.sessions = sessions;
        this.timers = timers;
        this.times = times;
        this.apps = apps.stream().map(PusherApp::of).filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableMap(PusherApp::key, Function.identity()));
    }

    @Override
    public @Nullable Handshake accept(Upgrade upgrade) {
        Matcher path = PATH.matcher(upgrade.path());
        if (!path.matches()) return null;
        PusherApp app = apps.get(path.group(1));
        if (app == null) return refusal(NO_APP, "unknown-app", NO_SUCH_APP, upgrade);
        Farewell unsupported = ProtocolVersion.refusal(upgrade.query().get("protocol"));
        if (unsupported != null) return refusal(app.name(), "unsupported-protocol", unsupported, upgrade);
        return new Handshake(null, connection -> new PusherConversation(sessions, timers, times, app,
                sessions.open(this, app.name(), Arrival.by(NAME, upgrade), upgrade.at(), connection), connection,
                upgrade));
    }

    // After the upgrade, since browsers do not show scripts why one fails.
    private Handshake refusal(String app, String why, Farewell farewell, Upgrade upgrade) {
        return new Handshake(null, connection -> new RefusedConversation(sessions,
                sessions.open(this, app, Arrival.by(NAME, upgrade), upgrade.at(), connection), why, farewell));
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        return PusherFarewells.of(reason);
    }
}
