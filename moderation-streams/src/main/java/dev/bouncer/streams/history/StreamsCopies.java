package dev.bouncer.streams.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.streams.topology.History;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The copies that Kafka Streams keeps: of each partition one that is written, and replicas on standby. First comes the
 * one that is written, here or elsewhere; then what there is here; then the replicas elsewhere; and last whoever was down a moment
 * ago.
 */
final class StreamsCopies implements Copies {
    // What Kafka Streams itself takes for caught up, its acceptable.recovery.lag.
    private static final long MAX_BEHIND = 10_000;

    private final Supplier<@Nullable RunningStreams> running;
    private final Peers peers;
    private final Lag lag;

    StreamsCopies(Supplier<@Nullable RunningStreams> running, Peers peers, Lag lag) {
        this.running = running;
        this.peers = peers;
        this.lag = lag;
    }

    @Override
    public int partitions() throws HistoryUnavailable {
        return running().partitions();
    }

    @Override
    public List<Copy> here(int partition) {
        return List.of(written(partition), replica(partition));
    }

    @Override
    public List<Copy> everywhere(int partition) {
        KeyQueryMetadata holders = holders(partition);
        List<Copy> copies = new ArrayList<>();
        List<Copy> downLately = new ArrayList<>();
        copies.add(written(partition));
        addElsewhere(holders.activeHost(), copies, downLately);
        copies.add(replica(partition));
        holders.standbyHosts().forEach(host -> addElsewhere(host, copies, downLately));
        copies.addAll(downLately);
        return copies;
    }

    private void addElsewhere(HostInfo host, List<Copy> copies, List<Copy> downLately) {
        RunningStreams now = running.get();
        if (now == null || host.equals(now.self()) || host.equals(HostInfo.unavailable())) return;
        (peers.isDown(host) ? downLately : copies).add((request, within) -> peers.ask(host, request, within));
    }

    private KeyQueryMetadata holders(int partition) {
        RunningStreams now = running.get();
        if (now == null) return KeyQueryMetadata.NOT_AVAILABLE;
        try {
            return now.streams().queryMetadataForKey(History.STORE, partition,
                    (_, _, _, _) -> Optional.of(Set.of(partition)));
        } catch (InvalidStateStoreException e) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
    }

    private Copy written(int partition) {
        return (request, _) -> new Part(read(running(), partition, request, false), false);
    }

    // Also while the process that writes it takes it up: then it is a replica that is about to be written. First how far
    // behind, then what it holds: in that order it never claims to know more than it does.
    private Copy replica(int partition) {
        return (request, within) -> {
            RunningStreams now = running();
            long behind = lag.of(now.streams(), partition, within);
            if (behind > MAX_BEHIND)
                throw new HistoryUnavailable("the copy here is " + behind + " records behind");
            return new Part(read(now, partition, request, true), behind > 0);
        };
    }

    private static List<byte[]> read(RunningStreams now, int partition, HistoryRequest request, boolean alsoReplica)
            throws HistoryUnavailable {
        StoreQueryParameters<ReadOnlyKeyValueStore<byte[], byte[]>> written = StoreQueryParameters
                .fromNameAndType(History.STORE, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                .withPartition(partition);
        try {
            return History.newest(now.streams().store(alsoReplica ? written.enableStaleStores() : written),
                    request.subject(), request.limit());
        } catch (InvalidStateStoreException e) {
            throw new HistoryUnavailable(alsoReplica ? "no copy here" : "not written here");
        }
    }

    private RunningStreams running() throws HistoryUnavailable {
        RunningStreams now = running.get();
        if (now == null) throw new HistoryUnavailable("this instance is still starting");
        return now;
    }
}
