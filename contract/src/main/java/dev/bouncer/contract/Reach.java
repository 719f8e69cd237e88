package dev.bouncer.contract;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Whom of an app's clients the block of the app is for, and how fast it sends away those who are there. Immutable.
 *
 * @param except         who may stay and come, at most {@value #MAX_EXCEPTIONS}, whose ids have at most
 *                       {@value #MAX_EXCEPTION_BYTES} bytes of UTF-8 together; of kind {@link SubjectKind#IP} also ranges
 * @param firstSeenAfter null: everybody else; otherwise those whom the application first saw later, and users and
 *                       devices of whom that is not known
 * @param rate           how many sessions each edge closes a second, 1 to {@value #MAX_RATE}; null: all at once
 */
public record Reach(Set<Subject> except, @Nullable Instant firstSeenAfter, @Nullable Integer rate) {
    /** Most exceptions: a command with so many still fits into a record. */
    public static final int MAX_EXCEPTIONS = 500;
    /** Longest ids of all exceptions together. */
    public static final int MAX_EXCEPTION_BYTES = 16 * 1024;
    /** Fastest. */
    public static final int MAX_RATE = 1_000_000;
    /** Everybody, at once. */
    public static final Reach ALL = new Reach(Set.of(), null, null);

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public Reach {
        except = Set.copyOf(except);
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
        firstSeenAfter = firstSeenAfter == null ? null : Times.requireWritable("first_seen_after", firstSeenAfter);
        if (rate != null && (rate < 1 || rate > MAX_RATE))
            throw new IllegalArgumentException("rate: expected 1 to " + MAX_RATE + ", got " + rate);
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
        return subjects.stream().map(key -> key.subject().kind())
                .anyMatch(kind -> kind == SubjectKind.USER || kind == SubjectKind.DEVICE);
    }

    private boolean excepts(Subject subject) {
        if (except.contains(subject)) return true;
        if (subject.kind() != SubjectKind.IP) return false;
        IpRange range = IpRange.parse(subject.id());
        return except.stream().filter(other -> other.kind() == SubjectKind.IP)
                .anyMatch(other -> IpRange.parse(other.id()).contains(range));
    }

    /** The exceptions in an order of their own, so that one command has one form. */
    Iterable<Subject> exceptInOrder() {
        Set<Subject> ordered = new TreeSet<>(Comparator.comparing(Subject::toString));
        ordered.addAll(except);
        return ordered;
    }
}
