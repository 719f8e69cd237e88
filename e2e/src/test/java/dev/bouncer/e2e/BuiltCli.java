package dev.bouncer.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line as it was packaged, and how a JVM is started with it: as {@code ./bouncer} does it, with its options and
 * its AOT cache, but without the second compiler, which takes a third of the CPU and does not pay off within a test. The
 * first who needs the cache makes it, if there is none of these jars.
 *
 * @param home of the project
 */
public record BuiltCli(Path home) {
    /** The one of this build. */
    public static final BuiltCli HERE = new BuiltCli(Path.of("..").toAbsolutePath().normalize());

    /**
     * A process that stays: a command that lacks the class to run and its arguments.
     *
     * @param options more of them for the JVM
     */
    public List<String> server(String... options) {
        // A JVM with an agent passes the cache over, and says so unless told not to.
        return java(cacheIsThere() ? List.of("-XX:AOTCache=" + cache(), "-Xlog:aot*=off", "-Xlog:cds*=off") : List.of(),
                List.of(options));
    }

    /** The same for what is over in a moment. */
    public List<String> shortCommand() {
        return java(List.of("-XX:+UseSerialGC"), List.of());
    }

    private List<String> java(List<String> own, List<String> options) {
        List<String> command = new ArrayList<>(List.of(jvm(), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + target().resolve("native")));
        command.addAll(own);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath()));
        return command;
    }

    private static String jvm() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path target() {
        return home.resolve("cli").resolve("target");
    }

    private Path cache() {
        return target().resolve("bouncer.aot");
    }

    // The script's pattern, as it is: the order in which the JVM finds the jars is part of what a cache is for.
    private String classPath() {
        return target().resolve("lib") + "/*" + File.pathSeparator + ownJar();
    }

    private Path ownJar() {
        return jars(target()).stream().filter(jar -> jar.getFileName().toString().startsWith("bouncer-cli-"))
                .findFirst().orElseThrow(() -> new IllegalStateException(
                        "expected the command line in " + target() + ": mvn package"));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean cacheIsThere() {
        synchronized (BuiltCli.class) {
            try {
                if (!Files.exists(cache()) || olderThanAJar(Files.getLastModifiedTime(cache()))) make();
                return Files.size(cache()) > 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private boolean olderThanAJar(FileTime made) throws IOException {
        List<Path> jars = new ArrayList<>(jars(target().resolve("lib")));
        jars.add(ownJar());
        // A jar may have been replaced by an older one.
        jars.add(target().resolve("lib"));
        for (Path jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(made) > 0) return true;
        }
        return false;
    }

    private void make() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(home.resolve("build").resolve("aot-cache").toString(), jvm(), classPath(),
                cache().toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        // Starts take longer without it; an empty one says that it was tried.
        if (script.waitFor() != 0) Files.write(cache(), new byte[0]);
    }
}
