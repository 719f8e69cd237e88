package dev.bouncer.edge.gateway.dialect;

import java.util.function.Function;

import dev.bouncer.edge.identity.Authentication;

/**
 * What a dialect needs to know of the route it is spoken on.
 *
 * @param verify who a client is by a token; may block
 */
record Speaker(Function<String, Authentication> verify) {
    Claim byToken(String token) {
        return new Claim(() -> verify.apply(token), true);
    }
}
