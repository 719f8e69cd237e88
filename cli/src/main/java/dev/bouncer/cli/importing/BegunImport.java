package dev.bouncer.cli.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * When an import that moves times to now began, kept on disk until it is complete. An import that was interrupted and is
 * run again has to move all times by the same amount as before: the commands that were taken the first time keep theirs.
 */
public final class BegunImport {
    // Longer ago than command ids are remembered, all of it would be done anew in any case.
    private static final Duration KEPT = Duration.ofHours(24);

    private final Path file;
    private final Instant at;
    private final boolean again;

    private BegunImport(Path file, Instant at, boolean again) {
        this.file = file;
        this.at = at;
        this.again = again;
    }

    /**
     * Begins, or goes on with one that was not completed.
     *
     * @param environment where it is kept: {@code XDG_STATE_HOME}, or {@code ~/.local/state}
     * @param source      the file that is imported
     * @param target      where to: the API and the app
     * @throws UncheckedIOException if it cannot be kept
     */
    public static BegunImport of(Map<String, String> environment, Path source, String target, InstantSource clock) {
        try {
            Path file = folder(environment).resolve("import-" + name(source, target));
            Instant before = Files.exists(file) ? read(file) : Instant.EPOCH;
            Instant now = clock.instant();
            if (before.plus(KEPT).isAfter(now)) return new BegunImport(file, before, true);
            Files.createDirectories(file.getParent());
            Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), now.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new BegunImport(file, now, false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep when the import began", e);
        }
    }

    private static Path folder(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "."), ".local", "state")
                : Path.of(state);
        return base.resolve("bouncer");
    }

    // A file that was changed since is another one.
    private static String name(Path source, String target) throws IOException {
        String text = target + '\n' + source.toRealPath() + '\n' + Files.size(source) + '\n'
                + Files.getLastModifiedTime(source);
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Instant read(Path file) throws IOException {
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** When it began. */
    public Instant at() {
        return at;
    }

    /** Whether it goes on with one that was interrupted. */
    public boolean again() {
        return again;
    }

    /** It went through to its end: the next one begins anew. */
    public void complete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
