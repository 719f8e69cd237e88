package dev.bouncer.config;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * {@code bouncer.console.oidc}: an OpenID Connect provider, and what those whom it knows may do.
 *
 * @param issuer       {@code issuer}: its discovery document is at {@code /.well-known/openid-configuration} below it
 * @param clientId     {@code client-id}
 * @param clientSecret {@code client-secret}
 * @param scopes       {@code scopes}: what is asked for; {@code openid} among them
 * @param nameClaim    {@code name-claim}: whose value is the actor of somebody's commands
 * @param rolesClaim   {@code roles-claim}: whose values, one or several, the grants are for
 * @param grants       {@code grants}: who may do what
 */
public record OidcConfig(URI issuer, String clientId, Secret clientSecret, List<String> scopes, String nameClaim,
        String rolesClaim, List<Grant> grants) {
    /**
     * {@code grants.<name>}: whoever has one of the values has the role, for those apps.
     *
     * @param name   names it
     * @param values {@code values}: of the roles claim
     * @param role   {@code role}
     * @param apps   {@code apps}: their names; none: all apps
     */
    public record Grant(String name, Set<String> values, ConsoleRole role, Set<String> apps) {
        /** @throws IllegalArgumentException if nobody has it */
        public Grant {
            values = Set.copyOf(values);
            apps = Set.copyOf(apps);
            if (values.isEmpty())
                throw new IllegalArgumentException("values: expected one or more values of the roles claim, got none");
        }

        /** Whether it is for that app. */
        public boolean isFor(String app) {
            return apps.isEmpty() || apps.contains(app);
        }
    }

    /** @throws IllegalArgumentException if nobody could ever sign in */
    public OidcConfig {
        scopes = List.copyOf(scopes);
        grants = List.copyOf(grants);
        if (!scopes.contains("openid"))
            throw new IllegalArgumentException("scopes: expected openid among them, got " + String.join(", ", scopes));
        if (grants.isEmpty())
            throw new IllegalArgumentException("grants: expected one or more, or nobody may do anything, got none");
    }
}
