package dev.bouncer.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What edges have left on disk. */
final class Stores {
    private Stores() {}

    /** Millions of blocks are gigabytes: they do not wait for the end of the run. */
    static void delete(Path dir) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(dir)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
