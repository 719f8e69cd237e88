package dev.bouncer.edge.gateway.dialect;

import java.util.List;

import dev.bouncer.contract.JsonObject;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocol {@code graphql-transport-ws}: a client says who it is in the payload of its {@code connection_init}, which
 * comes first. It comes back by itself after most codes, 4403 among them, but not after 4401.
 */
final class GraphqlDialect implements Dialect {
    private static final int DO_NOT_COME_BACK = 4401;

    private final Speaker speaker;
    private volatile boolean heard;

    GraphqlDialect(Speaker speaker) {
        this.speaker = speaker;
    }

    @Override
    public @Nullable Claim fromClient(Message message) {
        try {
            JsonObject json = JsonObject.parse(message.payload());
            if (!"connection_init".equals(json.optionalText("type"))) return null;
            heard = true;
            String token = TokenFields.find(json.optionalObject("payload"));
            return token == null ? null : speaker.byToken(token);
        } catch (IllegalArgumentException e) {
            // What is malformed here is for the server behind to refuse; it identifies nobody.
            return null;
        }
    }

    @Override
    public boolean hasHeardClient() {
        return heard;
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        return new Farewell(List.of(), switch (reason) {
            case CloseReason.Blocked _,CloseReason.OriginNotAllowed _ ->
                new CloseFrame(DO_NOT_COME_BACK, CloseFrame.telling(reason).reason());
            // Never the publisher's own code, which may mean something else here.
            case CloseReason.Terminated _,CloseReason.Invalidated _,CloseReason.Unauthenticated _,CloseReason.TooManyConnections _,CloseReason.Unavailable _,CloseReason.GoingAway _ ->
                CloseFrame.telling(reason);
        });
    }
}
