package dev.bouncer.edge.identity;

import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** The claims of tokens that are what an app demands. Thread-safe. */
@FunctionalInterface
interface TokenReader {
    /** @throws InvalidJwtException if this one is not */
    JwtClaims read(String token) throws InvalidJwtException;
}
