/**
 * Who a client is: its token's claims and its address, as subjects. From outside:
 * {@link dev.bouncer.edge.identity.Authenticator}.
 */
@NullMarked
package dev.bouncer.edge.identity;

import org.jspecify.annotations.NullMarked;
