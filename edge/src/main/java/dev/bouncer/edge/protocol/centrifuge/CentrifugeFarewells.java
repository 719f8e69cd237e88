package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Farewells;
import dev.bouncer.enforcement.CloseReason;

/**
 * How connections end: codes of 3500 to 3999 and 4500 to 4999 tell clients to stay away, all others to come back.
 */
public final class CentrifugeFarewells implements Farewells {
    @Override
    public Farewell farewell(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Blocked _ -> words(3503, "force disconnect");
            case CloseReason.Terminated(var close) -> close == null
                    ? words(3503, "force disconnect")
                    : words(close.code(), close.reason());
            // It comes back, is told at its connect that its token has expired, and gets a new one.
            case CloseReason.Unauthenticated _,CloseReason.Invalidated _ -> words(3005, "connection expired");
            case CloseReason.TooManyConnections _ -> words(3504, "connection limit");
            case CloseReason.OriginNotAllowed _ -> words(3507, "permission denied");
            case CloseReason.Unavailable _ -> words(3004, "temporarily unavailable");
            case CloseReason.GoingAway _ -> words(3001, "shutdown");
        };
    }

    @Override
    public Farewell refusal(CloseReason reason) {
        return reason instanceof CloseReason.Blocked ? words(3507, "permission denied") : farewell(reason);
    }

    private static Farewell words(int code, String reason) {
        return new Farewell(List.of(), new CloseFrame(code, reason));
    }
}
