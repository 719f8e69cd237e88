package dev.bouncer.cli.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder for what does not fit into memory; gone when it is closed. One thread. */
final class Scratch implements AutoCloseable {
    private final Path folder;
    private final Deque<DiskMap> maps = new ArrayDeque<>();

    /** @throws UncheckedIOException if no folder can be made */
    Scratch() {
        try {
            folder = Files.createTempDirectory("bouncer-audit");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder (its place: -Djava.io.tmpdir)", e);
        }
    }

    /** A map without entries. */
    DiskMap map(String name) {
        DiskMap map = DiskMap.open(folder.resolve(name));
        maps.push(map);
        return map;
    }

    /** A folder without files. */
    Path folder(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        maps.forEach(DiskMap::close);
        maps.clear();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
