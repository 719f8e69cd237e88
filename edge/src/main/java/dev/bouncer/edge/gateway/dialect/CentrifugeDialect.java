package dev.bouncer.edge.gateway.dialect;

import java.util.List;

import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.centrifuge.CentrifugeFarewells;
import dev.bouncer.edge.protocol.centrifuge.ConnectTokens;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Centrifuge's protocol, in JSON and in Protobuf: a client says who it is in its {@code connect}. That its token expires
 * is the upstream's affair, which is given new ones in time.
 */
final class CentrifugeDialect implements Dialect {
    private final Speaker speaker;
    private final CentrifugeFarewells farewells = new CentrifugeFarewells();
    private volatile boolean heard;
    private volatile boolean unanswered;
    private volatile Farewell.@Nullable Message tokenExpired;

    CentrifugeDialect(Speaker speaker) {
        this.speaker = speaker;
    }

    @Override
    public @Nullable Claim fromClient(Message message) {
        String token = message.text()
                ? ConnectTokens.inJson(message.payload())
                : ConnectTokens.inProtobuf(message.payload());
        if (token == null) return null;
        heard = true;
        tokenExpired = ConnectTokens.expired(message.payload(), message.text());
        unanswered = true;
        return new Claim(() -> withoutExpiry(speaker.verify().apply(token)), true);
    }

    private static Authentication withoutExpiry(Authentication authentication) {
        return authentication instanceof Authentication.Authenticated known
                ? known.until(null)
                : authentication;
    }

    @Override
    public void accepted() {
        unanswered = false;
    }

    @Override
    public boolean hasHeardClient() {
        return heard;
    }

    // Who is turned away by its connect was let in before, but only as its address.
    @Override
    public Farewell farewell(CloseReason reason) {
        if (!unanswered) return farewells.farewell(reason);
        Farewell.Message answer = tokenExpired;
        return reason instanceof CloseReason.Invalidated && answer != null
                ? new Farewell(List.of(answer), farewells.refusal(reason).close())
                : refusal(reason);
    }

    @Override
    public Farewell refusal(CloseReason reason) {
        return farewells.refusal(reason);
    }
}
