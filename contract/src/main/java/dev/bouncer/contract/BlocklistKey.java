package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;

/**
 * The key of a row of the blocklist, in UTF-8: {@code app:kind:id} for the subject's block, {@code app:invalidate:kind:id}
 * for the invalidation of its tokens, which stands beside the block. No kind is called like a lane, so the two never meet.
 *
 * @param lane    the lane of the commands that make the row; one that is on the blocklist
 * @param subject whose row it is
 */
public record BlocklistKey(Lane lane, SubjectKey subject) {
    private static final String INVALIDATE = Lane.INVALIDATE.wireName() + ':';

    /** @throws IllegalArgumentException if commands of that lane make no rows */
    public BlocklistKey {
        if (!lane.isOnBlocklist()) {
            throw new IllegalArgumentException(
                    "lane: expected one that is on the blocklist, got " + lane.wireName());
        }
    }

    /** The row of a subject's block. */
    public static BlocklistKey block(SubjectKey subject) {
        return new BlocklistKey(Lane.BLOCK, subject);
    }

    /** The row of the invalidation of a subject's tokens. */
    public static BlocklistKey invalidation(SubjectKey subject) {
        return new BlocklistKey(Lane.INVALIDATE, subject);
    }

    /** What the keys of all rows of that lane, app and kind begin with. */
    public static String prefix(Lane lane, String app, SubjectKind kind) {
        return start(lane, app) + kind.wireName() + ':';
    }

    private static String start(Lane lane, String app) {
        return lane == Lane.BLOCK ? app + ':' : app + ':' + lane.wireName() + ':';
    }

    /**
     * Reads a row's key.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static BlocklistKey parse(String text) {
        int app = text.indexOf(':') + 1;
        if (!text.startsWith(INVALIDATE, app)) return block(SubjectKey.parse(text));
        return invalidation(SubjectKey.parse(text.substring(0, app) + text.substring(app + INVALIDATE.length())));
    }

    /** The partition of its commands, and so of the row. */
    public int partition(int partitions) {
        return new CommandKey(lane, subject).partition(partitions);
    }

    /** The key as it stands on the topic and in the stores. */
    @Override
    public String toString() {
        return lane == Lane.BLOCK ? subject.toString() : start(lane, subject.app()) + subject.subject();
    }

    /** {@link #toString()} in UTF-8: the record key, and the order of the blocklist. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
