package dev.bouncer.edge.gateway.dialect;

import java.time.Instant;

import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.pusher.PusherFarewells;
import dev.bouncer.edge.protocol.pusher.PusherProofs;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's protocol: a client proves who it is by what the application has signed for its connection, whose name the
 * upstream says first. It may sign in and join presence channels at any time.
 */
final class PusherDialect implements Dialect {
    private final @Nullable PusherProofs proofs;
    private final Instant opened;
    private volatile @Nullable String socketId;

    /**
     * @param proofs null: the app has no secret to check proofs with, so that nobody has any
     * @param opened when the client's request reached this node
     */
    PusherDialect(@Nullable PusherProofs proofs, Instant opened) {
        this.proofs = proofs;
        this.opened = opened;
    }

    @Override
    public void fromUpstream(Message message) {
        socketId = PusherProofs.socketId(message.payload());
    }

    @Override
    public @Nullable Claim fromClient(Message message) {
        String connection = socketId;
        if (proofs == null || connection == null || !message.text()) return null;
        PusherProofs.Proof proof = PusherProofs.read(message.string());
        return proof == null
                ? null
                : new Claim(() -> proofs.check(proof, connection, opened), proof.isSignIn());
    }

    @Override
    public boolean hasHeardClient() {
        return proofs == null;
    }

    @Override
    public boolean hasHeardUpstream() {
        return proofs == null || socketId != null;
    }

    @Override
    public Farewell farewell(CloseReason reason) {
        return PusherFarewells.of(reason);
    }
}
