package dev.bouncer.api.doors;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.QueryParameters;
import dev.bouncer.api.http.Quoted;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * That a request waits until its command is enforced: by {@code ?wait=2s}, or by {@code Prefer: wait=2} (RFC 7240). Of both
 * the query counts.
 *
 * @param atMost    how long; 1 ms to {@link #LONGEST}
 * @param preferred whether it is a preference, which has to be said to be applied
 */
record Wait(Duration atMost, boolean preferred) {
    /** So that the answer comes before whoever stands between gives up. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Set<String> PARAMETERS = Set.of("wait");
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(ms|s)");
    private static final Pattern PREFERENCE = Pattern.compile("(?i)\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:;.*)?");

    /**
     * What a request says of it; null: nothing. A preference that cannot be met as it stands is met as far as it can be.
     *
     * @throws Problem MALFORMED_REQUEST if the query says what cannot be; NOT_READY if this node does not know the edges
     */
    static @Nullable Wait of(Context context, Confirmations confirmations) {
        String query = QueryParameters.of(context, PARAMETERS).text("wait");
        Wait wait = query != null ? new Wait(parse(query), false) : preferred(context);
        if (wait == null || confirmations.isReady()) return wait;
        // A preference is no condition (RFC 7240): the command counts more.
        if (wait.preferred) return null;
        throw Problem.of(ProblemType.NOT_READY,
                "this node does not know now which edges there are, so it cannot wait for them; nothing was done");
    }

    private static Duration parse(String text) {
        Matcher form = LENGTH.matcher(text);
        if (form.matches()) {
            long amount = Long.parseLong(form.group(1));
            Duration length = form.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
            if (length.isPositive() && length.compareTo(LONGEST) <= 0) return length;
        }
        throw Problem.malformed("wait: expected 1ms to " + LONGEST.toSeconds() + "s, got " + Quoted.of(text));
    }

    private static @Nullable Wait preferred(Context context) {
        for (String header : Collections.list(context.req().getHeaders("Prefer"))) {
            for (String preference : header.split(",", -1)) {
                Matcher form = PREFERENCE.matcher(preference);
                if (!form.matches()) continue;
                Duration length = Duration.ofSeconds(Long.parseLong(form.group(1)));
                if (length.isZero()) return null;
                return new Wait(length.compareTo(LONGEST) > 0 ? LONGEST : length, true);
            }
        }
        return null;
    }

    /** Says in the answer what was applied. */
    void sayApplied(Context context) {
        if (preferred) context.header("Preference-Applied", "wait=" + atMost.toSeconds());
    }
}
