package dev.bouncer.edge.gateway.dialect;

import java.util.List;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.protocol.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseReason;

/** A close frame, and nothing before it: all that can be said where it is not known what is spoken. */
final class PlainDialect implements Dialect {
    @Override
    public Farewell farewell(CloseReason reason) {
        return new Farewell(List.of(), close(reason));
    }

    static CloseFrame close(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Unauthenticated _ -> new CloseFrame(4401, "unauthenticated");
            case CloseReason.Blocked(BlockEntry block) -> CloseFrame.cut(4403, publicMessage(block));
            case CloseReason.Terminated(Termination.Close close) ->
                close == null ? new CloseFrame(4410, "terminated") : new CloseFrame(close.code(), close.reason());
            case CloseReason.TooManyConnections _ -> new CloseFrame(4429, "too-many-connections");
            case CloseReason.OriginNotAllowed _ -> new CloseFrame(4406, "origin-not-allowed");
            case CloseReason.Unavailable _ -> new CloseFrame(1013, "try-again-later");
            case CloseReason.GoingAway _ -> new CloseFrame(1001, "going-away");
        };
    }

    // The block's own reason is for moderators and stays here.
    static String publicMessage(BlockEntry block) {
        return block.message() == null ? "blocked" : block.message();
    }
}
