package dev.bouncer.api.doors;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.Quoted;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectHeader;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Who a reverse proxy asks about.
 *
 * @param all       all subjects that its request names, wherever: one that a client manages to add can only get itself
 *                  refused; so headers that come twice are read twice, and nothing is ignored but what is no subject
 * @param vouched   those that may be an exception from a block of the app, where one added could let somebody in: where the
 *                  query names any, those alone, since headers may be the client's
 * @param firstSeen when the application first saw them, said where {@code vouched} is; null: it is not said
 */
record CheckedSubjects(Set<SubjectKey> all, Set<SubjectKey> vouched, @Nullable Instant firstSeen) {
    private static final String ADDRESS_HEADER = "X-Real-IP";
    private static final String ISSUED_HEADER = "Bouncer-Token-Issued-At";
    private static final String FIRST_SEEN_HEADER = "Bouncer-First-Seen";
    private static final String FIRST_SEEN = "first_seen";
    private static final int MAX = SubjectHeader.MAX_SUBJECTS;

    /**
     * The subjects of the parameters {@code user}, {@code token}, {@code ip} and {@code device}, and of the headers.
     *
     * @throws Problem                  MALFORMED_REQUEST if the query cannot be decoded
     * @throws IllegalArgumentException if there is none, or too many, or one of them is wrong
     */
    static CheckedSubjects inQueryAndHeaders(Context context, String app) {
        Set<SubjectKey> subjects = new LinkedHashSet<>();
        Instant firstSeen = null;
        for (QueryParameters.Parameter parameter : QueryParameters.all(context)) {
            if (parameter.name().equals(FIRST_SEEN)) {
                firstSeen = later(firstSeen, seconds(FIRST_SEEN, parameter.value()));
            } else {
                subjects.add(subject(app, parameter));
            }
        }
        if (subjects.isEmpty()) return inHeaders(context, app);
        Set<SubjectKey> all = new LinkedHashSet<>(subjects);
        all.addAll(named(context, app));
        return new CheckedSubjects(requireSome(all), subjects, firstSeen);
    }

    private static SubjectKey subject(String app, QueryParameters.Parameter parameter) {
        SubjectKind kind = SubjectKind.ofWireName(parameter.name());
        if (kind == SubjectKind.APP)
            throw new IllegalArgumentException("app: expected whom the app serves, got the app");
        return SubjectKey.of(app, kind, parameter.value());
    }

    private static Instant later(@Nullable Instant a, Instant b) {
        return a != null && a.isAfter(b) ? a : b;
    }

    /**
     * The subjects of the headers {@code Bouncer-Subject} and {@code X-Real-IP}; first seen as {@code Bouncer-First-Seen} says,
     * in Unix seconds, the latest where it comes twice.
     *
     * @throws IllegalArgumentException if there is none, or too many, or one of them is wrong
     */
    static CheckedSubjects inHeaders(Context context, String app) {
        Set<SubjectKey> subjects = requireSome(named(context, app));
        return new CheckedSubjects(subjects, subjects,
                times(context, FIRST_SEEN_HEADER).max(Comparator.naturalOrder()).orElse(null));
    }

    /**
     * When the token was issued that those are known by, as the header {@code Bouncer-Token-Issued-At} says, in Unix seconds
     * as a JWT's {@code iat}; the earliest where it comes twice; null: it does not say.
     *
     * @throws IllegalArgumentException if it is no such number
     */
    static @Nullable Instant tokenIssuedAt(Context context) {
        return times(context, ISSUED_HEADER).min(Comparator.naturalOrder()).orElse(null);
    }

    private static Stream<Instant> times(Context context, String header) {
        return Collections.list(context.req().getHeaders(header)).stream().map(text -> seconds(header, text));
    }

    private static Instant seconds(String header, String text) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(text.strip()));
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    header + ": expected Unix seconds like 1796126400, got " + Quoted.of(text), e);
        }
    }

    private static Set<SubjectKey> named(Context context, String app) {
        Set<SubjectKey> subjects = new LinkedHashSet<>();
        List<String> lists = Collections.list(context.req().getHeaders(SubjectHeader.NAME));
        if (!lists.isEmpty()) subjects.addAll(SubjectHeader.parse(app, String.join(",", lists)));
        for (String address : Collections.list(context.req().getHeaders(ADDRESS_HEADER))) {
            subjects.add(SubjectKey.of(app, SubjectKind.IP, address(address)));
        }
        return subjects;
    }

    private static String address(String text) {
        IpRange address = IpRange.parse(text);
        if (!address.isAddress())
            throw new IllegalArgumentException(ADDRESS_HEADER + ": expected one address, got " + Quoted.of(text));
        return address.toString();
    }

    private static Set<SubjectKey> requireSome(Set<SubjectKey> subjects) {
        if (subjects.isEmpty() || subjects.size() > MAX) {
            throw new IllegalArgumentException("subjects: expected 1 to " + MAX + ", in the query (user=, token=, ip=, "
                    + "device=) or in the headers " + SubjectHeader.NAME + " and " + ADDRESS_HEADER + ", got "
                    + subjects.size());
        }
        return subjects;
    }
}
