package dev.bouncer.api.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bouncer.api.http.Problem;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.ClientAddress;
import dev.bouncer.config.Rate;
import dev.bouncer.contract.IpRange;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;

/**
 * How often callers may call, whatever door they take. Whoever fails to authenticate too often from an address is not
 * heard from there for a while, with a good key neither, lest the answer tell a good guess; but a key that was good
 * there within the last hour still is, so that a stranger behind the same address takes nothing from others.
 * Thread-safe; what it remembers is bounded.
 */
public final class Callers {
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 100_000;

    private record Credential(String app, String key) {}

    private record Known(String address, Credential credential) {}

    private final CallerLimits limits;
    private final ClientAddress addresses;
    private final Cache<Credential, Bucket> perKey = remembering();
    private final Cache<String, Bucket> failures = remembering();
    private final Cache<Known, Boolean> known = remembering();

    /** @param addresses tells where a request comes from */
    public Callers(CallerLimits limits, ClientAddress addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    private static <K, V> Cache<K, V> remembering() {
        return Caffeine.newBuilder().expireAfterAccess(REMEMBERED).maximumSize(MAX_REMEMBERED).executor(Runnable::run)
                .build();
    }

    /**
     * A request came with a good key.
     *
     * @throws Problem TOO_MANY_REQUESTS if it must not be heard now
     */
    public void succeeded(Context context, String app, String key) {
        recognized(context, app, key);
        if (!limits.perKey().isUnlimited())
            spend(perKey.get(new Credential(app, key), _ -> bucket(limits.perKey())));
    }

    /**
     * A request came with a good key, and is none of those that have a rate.
     *
     * @throws Problem TOO_MANY_REQUESTS if it must not be heard now, because of failures from its address
     */
    public void recognized(Context context, String app, String key) {
        Credential credential = new Credential(app, key);
        if (!limits.failures().isUnlimited()) {
            Known caller = new Known(address(context), credential);
            if (known.getIfPresent(caller) == null) {
                requireFewFailures(caller.address());
                known.put(caller, true);
            }
        }
    }

    /**
     * A request may be anybody's as yet: it is refused before anything that it shows is looked at.
     *
     * @throws Problem TOO_MANY_REQUESTS if it must not be heard now, because of failures from its address
     */
    public void requireHeard(Context context) {
        if (!limits.failures().isUnlimited()) requireFewFailures(address(context));
    }

    private void requireFewFailures(String address) {
        Bucket failed = failures.getIfPresent(address);
        if (failed != null) requireLeft(failed.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /**
     * A request came with no key, or a bad one, and is to be told so.
     *
     * @throws Problem TOO_MANY_REQUESTS if that came too often
     */
    public void failed(Context context) {
        if (!limits.failures().isUnlimited())
            spend(failures.get(address(context), _ -> bucket(limits.failures())));
    }

    private static void spend(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        requireLeft(probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill()));
    }

    private static void requireLeft(long nanosToWait) {
        if (nanosToWait > 0) throw Problem.tooManyRequests(TimeUnit.NANOSECONDS.toSeconds(nanosToWait) + 1);
    }

    private static Bucket bucket(Rate rate) {
        return Bucket.builder().addLimit(limit -> limit.capacity(rate.times()).refillGreedy(rate.times(), rate.per()))
                .build();
    }

    private String address(Context context) {
        InetAddress peer = InetAddress.ofLiteral(context.req().getRemoteAddr());
        IpRange from = addresses.of(peer, Collections.list(context.req().getHeaders("X-Forwarded-For")));
        // Whoever has one IPv6 address has 2^64 of them.
        return (from.isV4() ? from : from.widen(64)).toString();
    }
}
