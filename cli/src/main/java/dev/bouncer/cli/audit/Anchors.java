package dev.bouncer.cli.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.contract.ChainHead;
import dev.bouncer.contract.JsonObject;

/** What was noted of the chains of one topic earlier: at that length, that hash. Immutable once it is read. */
public final class Anchors {
    private final Map<Integer, OfPartition> partitions = new HashMap<>();

    private Anchors() {}

    /** Nothing was noted. */
    public static Anchors none() {
        return new Anchors();
    }

    /**
     * Reads a file that {@code audit heads --json} wrote, or several of them after each other; lines of other topics do not
     * count.
     *
     * @throws CommandFailed if it cannot be read, or holds nothing of that topic
     */
    public static Anchors read(Path file, String topic) {
        try {
            return of(JsonObject.parseSequence(Files.readAllBytes(file)), topic);
        } catch (NoSuchFileException e) {
            throw new CommandFailed(ExitStatus.USAGE, file + ": no such file", e);
        } catch (IOException e) {
            throw new CommandFailed(ExitStatus.USAGE, file + ": cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandFailed(ExitStatus.USAGE,
                    file + ": expected what 'audit heads --json' prints: " + e.getMessage(), e);
        }
    }

    static Anchors of(List<JsonObject> lines, String topic) {
        Anchors anchors = new Anchors();
        lines.stream().map(Head::read).filter(head -> head.topic().equals(topic))
                .forEach(head -> anchors.partitions.computeIfAbsent(head.partition(), _ -> new OfPartition())
                        .add(head.chain()));
        if (anchors.partitions.isEmpty()) {
            throw new IllegalArgumentException("expected heads of topic " + topic + ", found none");
        }
        return anchors;
    }

    OfPartition of(int partition) {
        return partitions.getOrDefault(partition, new OfPartition());
    }

    /** Of one partition. */
    static final class OfPartition {
        private final NavigableMap<Long, String> hashes = new TreeMap<>();
        private final Map<String, Long> lengths = new HashMap<>();

        private void add(ChainHead head) {
            hashes.put(head.length(), head.hash());
            lengths.put(head.hash(), head.length());
        }

        Optional<String> hashAt(long length) {
            return Optional.ofNullable(hashes.get(length));
        }

        Optional<Long> lengthOf(String hash) {
            return Optional.ofNullable(lengths.get(hash));
        }

        /** The latest. */
        Optional<ChainHead> last() {
            return Optional.ofNullable(hashes.lastEntry()).map(e -> new ChainHead(e.getKey(), e.getValue()));
        }
    }
}
