package dev.bouncer.api.http;

import io.javalin.http.Context;

/** The path of a request as it came, so that a part of it may hold any character. */
public final class RequestPath {
    private final String raw;

    private RequestPath(String raw) {
        this.raw = raw;
    }

    /** The path of that request. */
    public static RequestPath of(Context context) {
        return new RequestPath(context.req().getRequestURI());
    }

    /**
     * A segment, decoded once.
     *
     * @param index from 0; the route has made sure that there is one
     * @throws Problem MALFORMED_REQUEST if it cannot be decoded
     */
    public String segment(int index) {
        return PercentEncoding.decode(raw.split("/", -1)[index + 1]);
    }

    /**
     * All that follows, slashes included, decoded once.
     *
     * @param index of the first segment of it
     * @throws Problem MALFORMED_REQUEST if it cannot be decoded
     */
    public String rest(int index) {
        return PercentEncoding.decode(raw.split("/", index + 2)[index + 1]);
    }
}
