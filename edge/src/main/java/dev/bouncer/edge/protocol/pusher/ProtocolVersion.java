package dev.bouncer.edge.protocol.pusher;

import java.util.regex.Pattern;

import dev.bouncer.edge.protocol.Farewell;
import org.jspecify.annotations.Nullable;

/** The versions of the protocol that clients may speak, in the query as {@code protocol}. */
final class ProtocolVersion {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    // pusher-java-client says 5; what came after it changes nothing that is answered here.
    private static final Pattern SUPPORTED = Pattern.compile("[567]");

    private ProtocolVersion() {}

    /** Why a client of that version must leave; null: it need not. */
    static @Nullable Farewell refusal(@Nullable String version) {
        if (version == null) return PusherFarewells.of(4008, "No protocol version supplied");
        if (!NUMBER.matcher(version).matches()) return PusherFarewells.of(4006, "Invalid version string format");
        if (!SUPPORTED.matcher(version).matches())
            return PusherFarewells.of(4007, "Unsupported protocol version: expected 5, 6 or 7");
        return null;
    }
}
