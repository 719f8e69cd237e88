package dev.bouncer.bench.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The real log of blocks that is imported: Wikipedia's, of a month. It is no part of Bouncer; whoever has it says where by the
 * environment variable {@value #VARIABLE}, or keeps it in a folder {@code data} of a folder beside the project's.
 */
final class BlockLog {
    static final String VARIABLE = "BENCH_BLOCK_LOG";
    static final String NAME = "enwiki-block-log-2021-05.csv.gz";

    private BlockLog() {}

    /**
     * Its first lines, as a file of its own.
     *
     * @param dir where that goes
     */
    static Path head(Path log, int lines, Path dir) throws IOException {
        Path head = dir.resolve("head-" + NAME);
        try (var in = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(log)), UTF_8));
                var out = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(head)), UTF_8)) {
            for (String line : (Iterable<String>) in.lines().limit(lines)::iterator) {
                out.append(line).append('\n');
            }
        }
        return head;
    }

    /** Where it is; empty: it is not here. */
    static Optional<Path> find(Path home) throws IOException {
        String said = System.getenv(VARIABLE);
        if (said != null) return Optional.of(Path.of(said).toAbsolutePath());
        Path beside = home.getParent();
        if (beside == null) return Optional.empty();
        List<Path> folders;
        try (Stream<Path> all = Files.list(beside)) {
            folders = all.toList();
        }
        return folders.stream().map(folder -> folder.resolve("data").resolve(NAME)).filter(Files::isReadable)
                .findFirst();
    }
}
