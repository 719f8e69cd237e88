package dev.bouncer.contract;

/**
 * What a command is about.
 *
 * @param kind what it is
 * @param id   1 to 256 characters (code points), no control characters, anything else; of kind {@link SubjectKind#IP}
 *             an address or a CIDR range, which is brought into canonical form here
 */
public record Subject(SubjectKind kind, String id) {
    /** Longest id, in characters (code points). */
    public static final int MAX_ID = 256;

    /** @throws IllegalArgumentException if the id is not one of its kind */
    public Subject {
        Text.requireIdentifier("subject id", id, MAX_ID);
        if (kind == SubjectKind.IP) id = IpRange.parse(id).toString();
    }

    /** {@code kind:id}, as it stands in keys. */
    @Override
    public String toString() {
        return kind.wireName() + ':' + id;
    }
}
