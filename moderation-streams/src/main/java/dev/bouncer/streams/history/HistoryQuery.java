package dev.bouncer.streams.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for histories. A subject's two lanes may be in two partitions; both are asked at once, of each its
 * copies in turn, and the history is told whole or not at all. Thread-safe.
 */
final class HistoryQuery implements AutoCloseable {
    /** How long an answer may take. */
    static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(HistoryQuery.class);

    private final Copies copies;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HistoryQuery(Copies copies, InstantSource clock) {
        this.copies = copies;
        this.clock = clock;
    }

    /** @throws HistoryUnavailable if any part of it cannot be told; the message names the partition and its lanes */
    Part answer(HistoryRequest request) throws HistoryUnavailable, InterruptedException {
        Instant deadline = clock.instant().plus(DEADLINE);
        Integer only = request.partition();
        return only == null ? whole(request, deadline) : first(copies.here(only), request, deadline);
    }

    private record Asked(int partition, Set<Lane> lanes, Future<Part> part) {}

    private Part whole(HistoryRequest request, Instant deadline) throws HistoryUnavailable, InterruptedException {
        List<Asked> asked = new ArrayList<>();
        partitions(request).forEach((partition, lanes) -> asked.add(new Asked(partition, lanes,
                threads.submit(() -> first(copies.everywhere(partition), request.of(partition), deadline)))));
        List<Part> parts = new ArrayList<>();
        try {
            for (Asked part : asked)
                parts.add(await(part, deadline));
        } finally {
            asked.forEach(part -> part.part().cancel(true));
        }
        return Merged.of(parts, request.limit());
    }

    private Map<Integer, Set<Lane>> partitions(HistoryRequest request) throws HistoryUnavailable {
        int count = copies.partitions();
        Map<Integer, Set<Lane>> partitions = new TreeMap<>();
        for (CommandKey key : CommandKey.of(request.subject())) {
            partitions.computeIfAbsent(key.partition(count), _ -> EnumSet.noneOf(Lane.class)).add(key.lane());
        }
        return partitions;
    }

    private Part await(Asked asked, Instant deadline) throws HistoryUnavailable, InterruptedException {
        String why;
        try {
            return asked.part().get(left(deadline).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            why = "no answer within " + DEADLINE.toSeconds() + " s";
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof HistoryUnavailable unavailable))
                throw new IllegalStateException("a copy of partition " + asked.partition() + " failed", e.getCause());
            why = String.valueOf(unavailable.getMessage());
        }
        String lanes = asked.lanes().stream().map(Lane::wireName).collect(Collectors.joining(" and "));
        LOG.atInfo().addKeyValue("partition", asked.partition()).addKeyValue("lanes", lanes).addKeyValue("why", why)
                .log("a part of a history cannot be told");
        // Why is ours to know: addresses of instances stand in it.
        throw new HistoryUnavailable(
                "no instance can tell partition " + asked.partition() + " (" + lanes + ") at the moment");
    }

    // Each has an equal share of the time that is left, so that a slow one leaves some for the next.
    private Part first(List<Copy> candidates, HistoryRequest request, Instant deadline)
            throws HistoryUnavailable, InterruptedException {
        List<String> tried = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            try {
                return candidates.get(i).read(request, left(deadline).dividedBy(candidates.size() - i));
            } catch (HistoryUnavailable e) {
                tried.add(e.getMessage());
            }
        }
        throw new HistoryUnavailable(String.join("; ", tried));
    }

    private Duration left(Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
