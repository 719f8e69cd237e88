package dev.bouncer.edge.gateway.dialect;

import java.util.function.Supplier;

import dev.bouncer.edge.identity.Authentication;

/**
 * Who a client says it is.
 *
 * @param check    whether it is; may block
 * @param replaces whether it no longer is who it last said it was
 */
public record Claim(Supplier<Authentication> check, boolean replaces) {}
