package dev.bouncer.api.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Scope;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The API keys of all apps. Thread-safe. */
public final class AccessKeys {
    private static final String SCHEME = "Bearer ";

    private final Callers callers;
    private final List<AppKey> keys = new ArrayList<>();

    /** The keys of those apps, used as often as callers may. */
    public AccessKeys(Collection<AppConfig> apps, Callers callers) {
        this.callers = callers;
        for (AppConfig app : apps) {
            for (ApiKey key : app.keys()) {
                keys.add(new AppKey(app.name(), key));
            }
        }
    }

    /**
     * Decides whether a request may go on.
     *
     * @param orElse what does as well
     * @return the key it came with
     * @throws Problem UNAUTHENTICATED, which tells nothing of any app; NO_SUCH_APP, the same whether there is no such app
     *                 or the key is another's; MISSING_SCOPE; TOO_MANY_REQUESTS
     */
    public ApiKey authorize(Context context, String app, Scope scope, Scope... orElse) {
        List<AppKey> matching = recognize(context, scope);
        for (AppKey match : matching) {
            if (match.app().equals(app)) {
                ApiKey key = match.key();
                if (!key.allows(scope) && Arrays.stream(orElse).noneMatch(key::allows))
                    throw Problem.missingScope(scope);
                return key;
            }
        }
        throw Problem.of(ProblemType.NO_SUCH_APP, "no such app for this key");
    }

    /**
     * Decides whether a request about the fleet, which all apps share, may go on: for the keys of any app that may do
     * everything there.
     *
     * @return the key it came with
     * @throws Problem UNAUTHENTICATED; MISSING_SCOPE; TOO_MANY_REQUESTS
     */
    public ApiKey authorizeOperator(Context context) {
        List<AppKey> matching = recognize(context, Scope.ADMIN);
        return matching.stream().map(AppKey::key).filter(key -> key.allows(Scope.ADMIN)).findFirst()
                .orElseThrow(() -> Problem.missingScope(Scope.ADMIN));
    }

    private List<AppKey> recognize(Context context, Scope scope) {
        List<AppKey> matching;
        try {
            matching = matching(secret(context.header("Authorization")));
            if (matching.isEmpty()) throw unauthenticated("the API key is not valid");
        } catch (Problem unauthenticated) {
            callers.failed(context);
            throw unauthenticated;
        }
        for (AppKey match : matching) {
            // A proxy asks as often as clients come to it; a rate would let a crowd lock out everybody.
            if (scope == Scope.CHECK) {
                callers.recognized(context, match.app(), match.key().name());
            } else {
                callers.succeeded(context, match.app(), match.key().name());
            }
        }
        return matching;
    }

    /**
     * Finds out whose request it is where the key alone tells: a secret that keys of several apps share tells nothing.
     *
     * @param secret what the request shows, by whatever its protocol shows it; null: nothing
     * @throws Problem UNAUTHENTICATED, or TOO_MANY_REQUESTS
     */
    public AppKey authenticate(Context context, @Nullable String secret) {
        List<AppKey> matching = secret == null ? List.of() : matching(secret);
        if (matching.stream().map(AppKey::app).distinct().count() != 1) {
            callers.failed(context);
            throw unauthenticated("expected an API key of one app");
        }
        AppKey match = matching.getFirst();
        callers.succeeded(context, match.app(), match.key().name());
        return match;
    }

    private static String secret(@Nullable String authorization) {
        if (authorization == null) throw unauthenticated("expected the header Authorization: Bearer SECRET, got none");
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            throw unauthenticated("expected the header Authorization: Bearer SECRET, got another scheme");
        return authorization.substring(SCHEME.length()).strip();
    }

    // All of them, always: how long it takes must not tell which one came close.
    private List<AppKey> matching(String secret) {
        List<AppKey> matching = new ArrayList<>(1);
        for (AppKey key : keys) {
            if (key.key().secret().matches(secret)) matching.add(key);
        }
        return matching;
    }

    private static Problem unauthenticated(String detail) {
        return Problem.of(ProblemType.UNAUTHENTICATED, detail);
    }
}
