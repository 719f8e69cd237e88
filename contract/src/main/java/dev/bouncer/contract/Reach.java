package dev.bouncer.contract;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whom of an app's clients the block of the app is for, and how fast it sends away those who are there. Immutable. Not a
 * record: the ranges among the exceptions are read once, and asked about at each connect.
 */
public final class Reach {
    /** Most exceptions: a command with so many still fits into a record. */
    public static final int MAX_EXCEPTIONS = 500;
    /** Longest ids of all exceptions together, in bytes of UTF-8. */
    public static final int MAX_EXCEPTION_BYTES = 16 * 1024;
    /** Fastest. */
    public static final int MAX_RATE = 1_000_000;
    /** Everybody, at once. */
    public static final Reach ALL = new Reach(Set.of(), null, null);

    private final Set<Subject> except;
    private final List<IpRange> exceptRanges;
    private final @Nullable Instant firstSeenAfter;
    private final @Nullable Integer rate;

    /**
     * Copies.
     *
     * @param except         who may stay and come, at most {@value #MAX_EXCEPTIONS}; of kind {@link SubjectKind#IP} also
     *                       ranges
     * @param firstSeenAfter null: everybody else; otherwise those whom the application first saw later, and users of whom
     *                       that is not known
     * @param rate           how many sessions each edge closes a second, 1 to {@value #MAX_RATE}; null: all at once
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Reach(Set<Subject> except, @Nullable Instant firstSeenAfter, @Nullable Integer rate) {
        if (except.size() > MAX_EXCEPTIONS) {
            throw new IllegalArgumentException(
                    "except: expected at most " + MAX_EXCEPTIONS + " subjects, got " + except.size());
        }
        int bytes = except.stream().mapToInt(subject -> Text.utf8Length(subject.id())).sum();
        if (bytes > MAX_EXCEPTION_BYTES) {
            throw new IllegalArgumentException("except: expected ids of at most " + MAX_EXCEPTION_BYTES
                    + " bytes together, got " + bytes);
        }
        if (except.stream().anyMatch(subject -> subject.kind() == SubjectKind.APP))
            throw new IllegalArgumentException("except: expected no app, got one");
        if (rate != null && (rate < 1 || rate > MAX_RATE))
            throw new IllegalArgumentException("rate: expected 1 to " + MAX_RATE + ", got " + rate);
        this.except = Set.copyOf(except);
        this.exceptRanges = except.stream().filter(subject -> subject.kind() == SubjectKind.IP)
                .map(subject -> IpRange.parse(subject.id())).toList();
        this.firstSeenAfter = firstSeenAfter == null
                ? null
                : Times.requireWritable("first_seen_after", firstSeenAfter);
        this.rate = rate;
    }

    /** Who may stay and come. */
    public Set<Subject> except() {
        return except;
    }

    /** Null: it is for everybody else; otherwise for those whom the application first saw later. */
    public @Nullable Instant firstSeenAfter() {
        return firstSeenAfter;
    }

    /** How many sessions each edge closes a second; null: all at once. */
    public @Nullable Integer rate() {
        return rate;
    }

    /**
     * Whether the block is for somebody who is all these subjects.
     *
     * @param firstSeen when the application first saw them; null: not known
     */
    public boolean isFor(Collection<SubjectKey> subjects, @Nullable Instant firstSeen) {
        if (firstSeenAfter != null && !isNew(subjects, firstSeen)) return false;
        return except.isEmpty() || subjects.stream().noneMatch(key -> excepts(key.subject()));
    }

    // Who has not said yet who they are, as with protocols that sign in later, is judged when they do.
    private boolean isNew(Collection<SubjectKey> subjects, @Nullable Instant firstSeen) {
        if (firstSeen != null) return firstSeen.isAfter(firstSeenAfter);
        return subjects.stream().anyMatch(key -> key.subject().kind() == SubjectKind.USER);
    }

    private boolean excepts(Subject subject) {
        if (except.contains(subject)) return true;
        if (subject.kind() != SubjectKind.IP || exceptRanges.isEmpty()) return false;
        IpRange range = IpRange.parse(subject.id());
        return exceptRanges.stream().anyMatch(other -> other.contains(range));
    }

    /** The exceptions in an order of their own, so that one command has one form. */
    List<Subject> exceptInOrder() {
        return except.stream().sorted(Comparator.comparing(Subject::toString)).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reach reach && except.equals(reach.except)
                && Objects.equals(firstSeenAfter, reach.firstSeenAfter) && Objects.equals(rate, reach.rate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(except, firstSeenAfter, rate);
    }

    @Override
    public String toString() {
        return "Reach[except=" + except + ", firstSeenAfter=" + firstSeenAfter + ", rate=" + rate + ']';
    }
}
