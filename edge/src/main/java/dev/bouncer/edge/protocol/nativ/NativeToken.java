package dev.bouncer.edge.protocol.nativ;

import java.util.List;

import dev.bouncer.edge.protocol.Upgrade;
import org.jspecify.annotations.Nullable;

/** Where a client of the native protocol puts its token; where it put several, the first place listed here counts. */
final class NativeToken {
    /** The subprotocol that is selected; the token is the one offered right behind it. */
    static final String SUBPROTOCOL = "bouncer.v1";
    private static final String PARAMETER = "token";
    private static final String SCHEME = "Bearer ";

    private NativeToken() {}

    /** The subprotocol to select: never what else was offered, since that is the token. */
    static @Nullable String subprotocol(Upgrade upgrade) {
        return upgrade.subprotocols().contains(SUBPROTOCOL) ? SUBPROTOCOL : null;
    }

    static @Nullable String find(Upgrade upgrade) {
        String inQuery = upgrade.query().get(PARAMETER);
        if (inQuery != null) return inQuery;
        String inHeader = bearer(upgrade.authorization());
        return inHeader != null ? inHeader : besideSubprotocol(upgrade.subprotocols());
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        // The name of a scheme is case-insensitive (RFC 9110, section 11.1).
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }

    private static @Nullable String besideSubprotocol(List<String> offered) {
        int at = offered.indexOf(SUBPROTOCOL);
        return at >= 0 && at + 1 < offered.size() ? offered.get(at + 1) : null;
    }
}
