package dev.bouncer.enforcement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to when the store on disk, as a crash would leave it, had read the blocklist. Kafka Streams makes it safe after restoring
 * and at a clean end, and otherwise only every so many records. Compaction removes records an hour after they were written: a
 * store that has missed the end of a block would hold it for ever, so it must not go on from where it was when that is too
 * long ago.
 */
final class LastRead {
    private static final Logger LOG = LoggerFactory.getLogger(LastRead.class);

    private final Path stateDir;
    private final Path file;

    LastRead(Path stateDir) {
        this.stateDir = stateDir;
        this.file = stateDir.resolve("last-read");
    }

    /** Throws the store away unless it was read to the end after that time. */
    void requireAfter(Instant earliest) {
        if (!Files.exists(stateDir)) return;
        Instant last = read();
        if (last.isAfter(earliest)) return;
        LOG.atInfo().addKeyValue("last_read", last).log("the store on disk is too old, starting with an empty one");
        deleteStore();
    }

    private Instant read() {
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (IOException | DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Throws the store away. */
    void deleteStore() {
        try (Stream<Path> files = Files.exists(stateDir) ? Files.walk(stateDir) : Stream.empty()) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the store in " + stateDir, e);
        }
    }

    /** What is on disk, safe from a crash, holds everything up to that time. */
    void safeUpTo(Instant time) {
        try {
            Files.createDirectories(stateDir);
            Path fresh = stateDir.resolve("last-read.new");
            Files.writeString(fresh, time.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The worst that follows is that the next start restores from the topic.
            LOG.atWarn().setCause(e).log("cannot note when the blocklist was read");
        }
    }
}
