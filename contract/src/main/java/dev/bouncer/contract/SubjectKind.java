package dev.bouncer.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What kind of thing a subject is. The wire name is the constant's name in lower case. */
public enum SubjectKind {
    /** A user, as the application names it. */
    USER,
    /** A token, by its {@code jti}. */
    TOKEN,
    /** An address or a CIDR range, in canonical form (see {@link IpRange}). */
    IP,
    /** A device, as a configured claim or header names it. */
    DEVICE,
    /** The app itself, whose name is the id: whoever connects to it. */
    APP;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in keys, JSON and URLs. */
    public String wireName() {
        return wireName;
    }

    /**
     * The kind of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SubjectKind ofWireName(String name) {
        for (SubjectKind kind : values()) {
            if (kind.wireName.equals(name)) return kind;
        }
        throw new IllegalArgumentException("subject kind: expected one of "
                + Arrays.stream(values()).map(SubjectKind::wireName).collect(Collectors.joining(", ")) + ", got "
                + Text.quote(name));
    }

    @Override
    public String toString() {
        return wireName;
    }
}
