package dev.bouncer.client;

import java.util.Objects;

/**
 * Whom a command or a question is about.
 *
 * @param kind what it is
 * @param id   1 to 256 characters, no control characters; of an {@link Kind#IP} an address or a CIDR range, of an
 *             {@link Kind#APP} the app's own name
 */
public record Subject(Kind kind, String id) {
    /** What kind of thing a subject is. */
    public enum Kind {
        /** A user, as the application names it. */
        USER,
        /** A token, by its {@code jti}. */
        TOKEN,
        /** An address or a CIDR range. */
        IP,
        /** A device, as a configured claim or header names it. */
        DEVICE,
        /** The app itself: whoever connects to it. */
        APP;

        /** The name in URLs and JSON. */
        String wireName() {
            return Wire.lowerCase(this);
        }
    }

    /** @throws IllegalArgumentException if the id is empty */
    public Subject {
        Objects.requireNonNull(kind, "kind");
        if (id.isEmpty()) throw new IllegalArgumentException("subject id: expected 1 to 256 characters, got none");
    }

    /** That user. */
    public static Subject user(String id) {
        return new Subject(Kind.USER, id);
    }

    /** The token with that {@code jti}. */
    public static Subject token(String jti) {
        return new Subject(Kind.TOKEN, jti);
    }

    /** That address, or that CIDR range. */
    public static Subject ip(String range) {
        return new Subject(Kind.IP, range);
    }

    /** That device. */
    public static Subject device(String id) {
        return new Subject(Kind.DEVICE, id);
    }

    /** The app of that name, which has to be the client's own. */
    public static Subject app(String name) {
        return new Subject(Kind.APP, name);
    }

    @Override
    public String toString() {
        return kind.wireName() + ':' + id;
    }
}
