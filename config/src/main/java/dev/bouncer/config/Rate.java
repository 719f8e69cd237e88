package dev.bouncer.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen: {@code 1000/1s}, {@code 20/1m}. As many may happen at once; after that they come back
 * evenly.
 *
 * @param times 1 or more; 0: as often as one likes, written {@code unlimited}
 * @param per   positive, unless unlimited
 */
public record Rate(int times, Duration per) {
    /** As often as one likes. */
    public static final Rate UNLIMITED = new Rate(0, Duration.ZERO);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/([0-9a-z]+)");
    private static final String EXPECTED = "expected a rate like 1000/1s or 20/1m, or 'unlimited'";

    /** @throws IllegalArgumentException if it is neither {@code unlimited} nor a rate */
    static Rate parse(String text) {
        if (text.equals("unlimited")) return UNLIMITED;
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw new IllegalArgumentException(EXPECTED);
        int times = Integer.parseInt(form.group(1));
        Duration per = Durations.parse(form.group(2));
        if (times == 0 || !per.isPositive()) throw new IllegalArgumentException(EXPECTED);
        if (per.compareTo(Duration.ofNanos(times)) < 0)
            throw new IllegalArgumentException("expected a rate of at most 1 a nanosecond, or 'unlimited'");
        return new Rate(times, per);
    }

    /** Whether there is no limit. */
    public boolean isUnlimited() {
        return times == 0;
    }
}
