package dev.bouncer.edge.protocol.centrifuge;

import java.util.List;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;

/** What the protocol itself ends a connection for. */
enum CentrifugeDismissal {
    INVALID_TOKEN("unauthenticated", 3500, "invalid token"), BAD_REQUEST("bad-request", 3501, "bad request"), STALE(
            "no-connect", 3502,
            "stale"), NO_PONG("no-pong", 3012, "no pong");

    private final String why;
    private final int code;
    private final String reason;

    /** @param why for metrics and logs */
    CentrifugeDismissal(String why, int code, String reason) {
        this.why = why;
        this.code = code;
        this.reason = reason;
    }

    void end(Sessions sessions, ClientSession session) {
        sessions.dismiss(session, why, new Farewell(List.of(), new CloseFrame(code, reason)));
    }
}
