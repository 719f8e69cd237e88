package dev.bouncer.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts Bouncer's processes as everybody does: by the script {@code bouncer}, with the JVM flags it gives everybody.
 *
 * @param home    of the project, built
 * @param command that script
 * @param environment of all that it starts, besides this process's own
 */
public record Launcher(Path home, List<String> command, Map<String, String> environment) {
    /** The system property by which the script tells where it lies. */
    public static final String HOME = "bouncer.home";

    private static final String JVM_OPTIONS = "BOUNCER_JAVA_OPTS";

    /** @throws IllegalArgumentException if this process was not started by the script */
    public static Launcher ofProcess() {
        String home = System.getProperty(HOME);
        if (home == null) throw new IllegalArgumentException("expected to be started by the script 'bouncer'");
        Path project = Path.of(home).toAbsolutePath().normalize();
        // A profile, for instance.
        String options = System.getenv("BENCH_JAVA_OPTS");
        return new Launcher(project, List.of(project.resolve("bouncer").toString()),
                options == null ? Map.of() : Map.of(JVM_OPTIONS, options));
    }

    /** The same with more in the environment of what it starts: what it had goes, but for options of the JVM, which come together. */
    public Launcher with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        more.forEach((name, value) -> all.merge(name, value,
                (mine, added) -> name.equals(JVM_OPTIONS) ? mine + ' ' + added : added));
        return new Launcher(home, command, all);
    }

    /**
     * Starts {@code bouncer ARGUMENTS}.
     *
     * @param name of its log
     * @param dir  where that goes
     */
    public Child start(String name, Path dir, String... arguments) throws IOException {
        return Child.start(name, dir, environment, command(arguments));
    }

    /** What is {@code bouncer ARGUMENTS}. */
    public List<String> command(String... arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        return whole;
    }
}
