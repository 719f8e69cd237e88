package dev.bouncer.edge.gateway.identify;

import dev.bouncer.edge.identity.Authentication;

/** What is known about who a client is. */
public sealed interface Identity {
    /** It is somebody, by one of the ways of its route. */
    record Known(Authentication.Authenticated as) implements Identity {}

    /** It has said nothing, or nothing that holds. */
    record Unknown() implements Identity {}

    /**
     * The application does not want it.
     *
     * @param status 401 or 403
     */
    record Unwanted(int status) implements Identity {}

    /** It cannot be found out now: whoever it is may be blocked. */
    record Unclear() implements Identity {}
}
