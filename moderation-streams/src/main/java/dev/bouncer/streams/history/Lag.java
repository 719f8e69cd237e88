package dev.bouncer.streams.history;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.streams.topology.History;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.jspecify.annotations.Nullable;

/**
 * How far the copies of this instance are behind. Kafka is asked, for all of them at once, and once for all who want to
 * know meanwhile: while it is away an answer takes a minute. Thread-safe.
 */
final class Lag {
    private @Nullable CompletableFuture<Map<Integer, LagInfo>> underway;

    /**
     * How many records of the changelog the copy of that partition lacks; 0 for one that is written.
     *
     * @throws HistoryUnavailable if there is no copy here, or Kafka does not say in time
     */
    long of(KafkaStreams streams, int partition, Duration within) throws HistoryUnavailable, InterruptedException {
        try {
            LagInfo lag = asked(streams).get(within.toMillis(), TimeUnit.MILLISECONDS).get(partition);
            if (lag == null) throw new HistoryUnavailable("no copy here");
            return lag.offsetLag();
        } catch (TimeoutException | ExecutionException e) {
            throw new HistoryUnavailable("Kafka does not say how far the copy here is behind");
        }
    }

    private synchronized CompletableFuture<Map<Integer, LagInfo>> asked(KafkaStreams streams) {
        if (underway == null || underway.isDone()) {
            CompletableFuture<Map<Integer, LagInfo>> asking = new CompletableFuture<>();
            Thread.ofVirtual().name("history-lag").start(() -> {
                try {
                    asking.complete(streams.allLocalStorePartitionLags().getOrDefault(History.STORE, Map.of()));
                } catch (RuntimeException e) {
                    asking.completeExceptionally(e);
                }
            });
            underway = asking;
        }
        return underway;
    }
}
