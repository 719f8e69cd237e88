package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A node comes back on an empty disk. */
record StateDeleted(Node node) implements Fault {
    @Override
    public void apply(Scene scene) {
        scene.cluster().kill(List.of(node));
        try (Stream<Path> files = Files.walk(scene.cluster().launch().dir(node))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(scene.cluster().launch().dir(node))) Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void undo(Scene scene) {
        scene.cluster().start(node);
    }

    @Override
    public String toString() {
        return "the state of " + node + " is deleted";
    }
}
