/**
 * Signing in by an OpenID Connect provider: authorization code with PKCE, state and nonce. From outside:
 * {@link dev.bouncer.api.console.oidc.OidcSignIn}.
 */
@NullMarked
package dev.bouncer.api.console.oidc;

import org.jspecify.annotations.NullMarked;
