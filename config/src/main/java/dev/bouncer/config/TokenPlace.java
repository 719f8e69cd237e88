package dev.bouncer.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client puts its token.
 *
 * @param in   which part of its request
 * @param name the parameter, header or cookie; of a subprotocol, the one that stands just before the token
 */
public record TokenPlace(In in, String name) {
    private static final Pattern FORM = Pattern.compile("(query|header|cookie|subprotocol):([A-Za-z0-9._-]{1,64})");

    /** Parts of a request. */
    public enum In {
        /** The query: {@code ?name=TOKEN}. */
        QUERY,
        /** A header: {@code Name: TOKEN} or {@code Name: Bearer TOKEN}. */
        HEADER,
        /** A cookie: {@code name=TOKEN}. */
        COOKIE,
        /** What the client offers: {@code Sec-WebSocket-Protocol: name, TOKEN}. */
        SUBPROTOCOL
    }

    /** @throws IllegalArgumentException if it is not of the form {@code query:token} */
    static TokenPlace parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected query:NAME, header:NAME, cookie:NAME or subprotocol:NAME");
        }
        In in = switch (form.group(1)) {
            case "query" -> In.QUERY;
            case "header" -> In.HEADER;
            case "cookie" -> In.COOKIE;
            default -> In.SUBPROTOCOL;
        };
        return new TokenPlace(in, form.group(2));
    }
}
