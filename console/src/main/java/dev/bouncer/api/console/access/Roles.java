package dev.bouncer.api.console.access;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.bouncer.config.ApiKey;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConsoleRole;
import dev.bouncer.config.OidcConfig;
import dev.bouncer.config.Scope;
import org.jspecify.annotations.Nullable;

/** What somebody may do, as the configuration has it now. Thread-safe. */
public final class Roles {
    private static final String PRINT = "key print";

    private final Map<String, AppConfig> apps;
    private final @Nullable OidcConfig oidc;
    private final Seals seals;

    /** @param oidc null: there is no provider */
    public Roles(Map<String, AppConfig> apps, @Nullable OidcConfig oidc, Seals seals) {
        this.apps = Map.copyOf(apps);
        this.oidc = oidc;
        this.seals = seals;
    }

    /** Who signs in with that key of that app. */
    public Identity.Key identity(String app, ApiKey key) {
        return new Identity.Key(app, key.name(), seals.mark(PRINT, key.secret().reveal()));
    }

    /** What they may do, by the names of apps; nothing where they may do nothing any more. */
    public SortedMap<String, ConsoleRole> of(Identity identity) {
        return switch (identity) {
            case Identity.Key key -> ofKey(key);
            case Identity.Person person -> ofPerson(person);
        };
    }

    private SortedMap<String, ConsoleRole> ofKey(Identity.Key identity) {
        SortedMap<String, ConsoleRole> roles = new TreeMap<>();
        AppConfig app = apps.get(identity.app());
        if (app == null) return roles;
        for (ApiKey key : app.keys()) {
            boolean same = key.name().equals(identity.name())
                    && seals.isMark(PRINT, key.secret().reveal(), identity.print());
            ConsoleRole role = same ? role(key) : null;
            if (role != null) roles.put(app.name(), role);
        }
        return roles;
    }

    private static @Nullable ConsoleRole role(ApiKey key) {
        if (!key.allows(Scope.CONSOLE)) return null;
        if (key.allows(Scope.ADMIN)) return ConsoleRole.ADMIN;
        if (key.allows(Scope.MODERATE)) return ConsoleRole.MODERATOR;
        return key.allows(Scope.READ) ? ConsoleRole.VIEWER : null;
    }

    // Of several grants for an app, the one that allows most.
    private SortedMap<String, ConsoleRole> ofPerson(Identity.Person person) {
        SortedMap<String, ConsoleRole> roles = new TreeMap<>();
        if (oidc == null) return roles;
        for (OidcConfig.Grant grant : oidc.grants()) {
            if (!person.grants().contains(grant.name())) continue;
            for (String app : apps.keySet()) {
                if (grant.isFor(app))
                    roles.merge(app, grant.role(), (one, other) -> one.includes(other) ? one : other);
            }
        }
        return roles;
    }
}
