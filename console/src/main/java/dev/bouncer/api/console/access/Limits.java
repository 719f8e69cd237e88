package dev.bouncer.api.console.access;

import dev.bouncer.api.access.Callers;
import dev.bouncer.api.http.Problem;
import io.javalin.http.Context;

/** How often people may call, and fail to sign in: as often as callers of the API, and counted together with them. Thread-safe. */
public final class Limits {
    // No app is called so: persons have a rate of their own, and share none with a key.
    private static final String PERSONS = "oidc:";

    private final Callers callers;

    /** @param callers of the API */
    public Limits(Callers callers) {
        this.callers = callers;
    }

    /**
     * Somebody comes back from the provider, who may be anybody as yet.
     *
     * @throws Problem TOO_MANY_REQUESTS if too many from there were refused
     */
    public void requireHeard(Context context) {
        callers.requireHeard(context);
    }

    /**
     * They were refused, and are to be told so.
     *
     * @throws Problem TOO_MANY_REQUESTS if that came too often
     */
    public void refused(Context context) {
        callers.failed(context);
    }

    /**
     * Somebody who has signed in gives a command.
     *
     * @throws Problem TOO_MANY_REQUESTS if they do so too often
     */
    public void spend(Context context, Identity who) {
        switch (who) {
            case Identity.Key key -> callers.succeeded(context, key.app(), key.name());
            case Identity.Person person -> callers.succeeded(context, PERSONS, person.name());
        }
    }
}
