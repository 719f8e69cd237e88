package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * No byte fits on a node's disk any more, which is a small one of its own. The node is started once more meanwhile, since
 * a running store may not need room for a long time.
 */
record DiskFull(Node node) implements Fault {
    static final String SIZE = "512m";

    /** Gives the node a disk of its own. */
    static void mount(Launch launch, Node node) {
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "chaos-disk", launch.dir(node).toString());
    }

    @Override
    public void apply(Scene scene) {
        byte[] much = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast(scene))) {
            while (true)
                out.write(much);
        } catch (IOException e) {
            scene.events().say("the disk of " + node + " is full: " + e.getMessage());
        }
        scene.cluster().kill(List.of(node));
        scene.cluster().start(node);
    }

    private Path ballast(Scene scene) {
        return scene.cluster().launch().dir(node).resolve("ballast");
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(20);
    }

    @Override
    public void undo(Scene scene) {
        try {
            Files.delete(ballast(scene));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "the disk of " + node + " is full";
    }
}
