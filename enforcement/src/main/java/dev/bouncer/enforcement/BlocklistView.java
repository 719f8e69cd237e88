package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * The blocklist as it is now: an overlay of the commands that the store does not show yet, over the store. Expiry is
 * decided when the question is asked. Thread-safe; a command that was applied before a question began is in its answer.
 */
public final class BlocklistView {
    private static final Comparator<BlockEntry> BY_END = Comparator.comparing(BlockEntry::expiresAt,
            Comparator.nullsLast(Comparator.naturalOrder()));

    private record Contents(BlockStore store, Overlay overlay) {}

    private final PrefixLengths prefixLengths = new PrefixLengths();
    private final InvalidatedApps invalidatedApps = new InvalidatedApps();
    private volatile Contents contents;

    /**
     * A view over a store that shows no command yet.
     *
     * @param partitions how many the commands topic has
     */
    public BlocklistView(BlockStore store, int partitions) {
        long[] nothing = new long[partitions];
        Arrays.fill(nothing, -1);
        this.contents = new Contents(store, new Overlay(nothing));
    }

    /** A view that nobody is blocked in, until it is laid over a store. */
    public static BlocklistView empty() {
        return new BlocklistView(new NoBlocks(), 0);
    }

    /** Lays the view over another store, which shows the commands up to {@code overlay}'s offsets. */
    void over(BlockStore store, Overlay overlay) {
        contents = new Contents(store, overlay);
    }

    Overlay overlay() {
        return contents.overlay();
    }

    PrefixLengths prefixLengths() {
        return prefixLengths;
    }

    InvalidatedApps invalidatedApps() {
        return invalidatedApps;
    }

    /**
     * The block that keeps a subject out: its own, or for an address or range the narrowest that holds it.
     *
     * @return null if none is in force at {@code now}
     */
    public @Nullable BlockEntry find(SubjectKey key, Instant now) {
        Contents current = contents;
        BlockEntry own = lookup(current, BlocklistKey.block(key), now);
        return own != null || key.subject().kind() != SubjectKind.IP ? own : findRange(current, key, now);
    }

    /**
     * The block that keeps somebody out who is all these subjects; of several the one that ends last.
     *
     * @return null if none is in force at {@code now}
     */
    public @Nullable BlockEntry findAny(Collection<SubjectKey> keys, Instant now) {
        BlockEntry last = null;
        for (SubjectKey key : keys) {
            BlockEntry found = find(key, now);
            if (found != null && (last == null || BY_END.compare(found, last) > 0)) last = found;
        }
        return last;
    }

    /**
     * The invalidation of a subject's tokens.
     *
     * @return null if none is in force at {@code now}
     */
    public @Nullable BlockEntry findInvalidation(SubjectKey key, Instant now) {
        return invalidatedApps.contains(key.app()) && Command.Invalidate.allows(key.subject().kind())
                ? lookup(contents, BlocklistKey.invalidation(key), now)
                : null;
    }

    /**
     * The invalidation that keeps somebody out who is all these subjects by tokens; of several the one that ends last.
     *
     * @param tokenIssuedAt tells when the token for a subject was issued; null: it does not say, so it is older than any time
     * @return null if none is in force at {@code now} for tokens of that age
     */
    public @Nullable BlockEntry findAnyInvalidation(Collection<SubjectKey> keys,
            Function<SubjectKey, @Nullable Instant> tokenIssuedAt, Instant now) {
        BlockEntry last = null;
        for (SubjectKey key : keys) {
            BlockEntry found = findInvalidation(key, now);
            if (found == null || !found.invalidates(tokenIssuedAt.apply(key))) continue;
            if (last == null || BY_END.compare(found, last) > 0) last = found;
        }
        return last;
    }

    /**
     * Why somebody may not stay who is all these subjects by tokens: a block weighs more than an invalidation.
     *
     * @param tokenIssuedAt as above
     * @return null if nothing in force at {@code now} speaks against it
     */
    @Nullable
    CloseReason refusal(Collection<SubjectKey> keys, Function<SubjectKey, @Nullable Instant> tokenIssuedAt,
            Instant now) {
        BlockEntry block = findAny(keys, now);
        if (block != null) return new CloseReason.Blocked(block);
        BlockEntry invalidation = findAnyInvalidation(keys, tokenIssuedAt, now);
        return invalidation == null ? null : new CloseReason.Invalidated(invalidation);
    }

    /**
     * The block of the app that keeps somebody out who is all these subjects of it.
     *
     * @param firstSeen when the application first saw them; null: not known
     * @return null if none is in force at {@code now} that is for them
     */
    public @Nullable BlockEntry findOfApp(Collection<SubjectKey> keys, @Nullable Instant firstSeen, Instant now) {
        if (keys.isEmpty()) return null;
        BlockEntry block = find(SubjectKey.ofApp(keys.iterator().next().app()), now);
        return block != null && block.isFor(keys, firstSeen) ? block : null;
    }

    /**
     * The rows of an app that are in force at {@code now}, in the order of their keys' bytes.
     *
     * @param query which, and how many
     */
    public BlockPage list(BlockQuery query, Instant now) {
        Contents current = contents;
        return BlockPage.read(current.store(), current.overlay(), query, now);
    }

    /**
     * Passes by rows, in the order of their keys' bytes, whether they are in force or not: for whoever looks for few among very
     * many. It takes about a microsecond a row, and the thread of whoever asks.
     *
     * @param visitor whether to go on
     * @return false if the visitor ended it
     */
    public boolean scan(BlockRange range, Predicate<BlockRow> visitor) {
        Contents current = contents;
        return RowScan.run(current.store(), current.overlay(), range, visitor);
    }

    /**
     * Notes a command that is on the log, as soon as it is known to be: whoever asks from now on sees it. Doing so again,
     * or late, changes nothing. Terminates say nothing about the blocklist.
     */
    public void apply(Command command, Position position, Instant now) {
        switch (command) {
            case Command.Block block -> {
                Subject subject = block.subject().subject();
                if (subject.kind() == SubjectKind.IP) {
                    prefixLengths.add(block.subject().app(), IpRange.parse(subject.id()));
                }
                contents.overlay().put(BlocklistKey.block(block.subject()), position, BlockEntry.of(block), now);
            }
            case Command.Unblock unblock ->
                contents.overlay().put(BlocklistKey.block(unblock.subject()), position, null, now);
            case Command.Invalidate invalidate -> {
                invalidatedApps.add(invalidate.subject().app());
                contents.overlay().put(BlocklistKey.invalidation(invalidate.subject()), position,
                        BlockEntry.of(invalidate), now);
            }
            case Command.Terminate unused -> {
            }
        }
    }

    /** Whether the store shows the command about the blocklist that stands there, so that it is materialized. */
    public boolean isMaterialized(Position position) {
        return contents.overlay().isMaterialized(position);
    }

    private @Nullable BlockEntry findRange(Contents current, SubjectKey key, Instant now) {
        IpRange range = IpRange.parse(key.subject().id());
        int length = range.prefixLength();
        while ((length = prefixLengths.shorter(key.app(), range.isV4(), length)) >= 0) {
            SubjectKey wider = SubjectKey.of(key.app(), SubjectKind.IP, range.widen(length).toString());
            BlockEntry found = lookup(current, BlocklistKey.block(wider), now);
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable BlockEntry lookup(Contents current, BlocklistKey key, Instant now) {
        // The overlay first: what leaves it is in the store by then.
        Overlay.Entry latest = current.overlay().get(key);
        BlockEntry block = latest != null ? latest.block() : current.store().get(key);
        return block != null && block.inForceAt(now) ? block : null;
    }
}
