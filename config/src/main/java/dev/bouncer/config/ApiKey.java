package dev.bouncer.config;

import java.util.Set;

/**
 * {@code bouncer.apps.<app>.keys.<name>}.
 *
 * @param name   names the key, and is the actor of the commands given with it
 * @param secret {@code secret}: what the caller shows
 * @param scopes {@code scopes}: what the caller may do
 */
public record ApiKey(String name, Secret secret, Set<Scope> scopes) {
    /** Copies the scopes. */
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key may do that. */
    public boolean allows(Scope scope) {
        return scopes.stream().anyMatch(held -> held.includes(scope));
    }
}
