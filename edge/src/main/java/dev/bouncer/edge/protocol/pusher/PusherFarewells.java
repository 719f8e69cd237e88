package dev.bouncer.edge.protocol.pusher;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Times;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;

/**
 * How connections end: an error event, and a close frame with the same code and words. By its code a client knows what
 * to do: 4001 to 4099, stay away; 4100 to 4199, come back after a while; 4200 to 4299, come back at once.
 */
public final class PusherFarewells {
    /** Not before somebody asks it to: the one code for this that all clients follow. */
    static final int NOT_AUTHORIZED = 4009;

    /** After a while, so that a thousand users do not sign in again at once. */
    private static final int SIGN_IN_AGAIN = 4100;

    private PusherFarewells() {}

    /** How a connection ends for this reason. */
    public static Farewell of(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Blocked(BlockEntry block) -> of(NOT_AUTHORIZED, text(block));
            // To come back by itself: clients sign in anew then, if their application lets them.
            case CloseReason.Invalidated _ -> of(SIGN_IN_AGAIN, told(reason, "Sign in again."));
            // Never the publisher's own code: 4000 to 4399 mean something in other protocols too.
            case CloseReason.Terminated(var close) -> of(NOT_AUTHORIZED,
                    close == null || close.reason().isEmpty() ? "You got disconnected by the app." : close.reason());
            // Bad sign-ins are told at once: whoever is closed as this has not tried.
            case CloseReason.Unauthenticated _ -> of(NOT_AUTHORIZED, "Connection not authorized within timeout.");
            case CloseReason.OriginNotAllowed _ -> of(NOT_AUTHORIZED, "Origin not allowed");
            case CloseReason.TooManyConnections _ -> of(4004, "Application is over connection quota");
            case CloseReason.Unavailable _ -> of(4100, "Over capacity");
            case CloseReason.GoingAway _ -> of(4200, "Server shutting down");
        };
    }

    static Farewell of(int code, String message) {
        return new Farewell(PusherFrames.error(code, message), CloseFrame.cut(code, message));
    }

    private static String told(CloseReason reason, String usual) {
        String message = reason.message();
        return message == null ? usual : message;
    }

    // The block's own reason is for moderators and stays here.
    private static String text(BlockEntry block) {
        String message = block.message() == null ? "You are blocked." : block.message();
        return block.expiresAt() == null ? message : message + " (until " + Times.format(block.expiresAt()) + ')';
    }
}
