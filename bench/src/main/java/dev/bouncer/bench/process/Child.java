package dev.bouncer.bench.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of this run. What it says on its standard output is read here, the rest goes to a log. Closing kills it and
 * what it started. Not thread-safe.
 */
public final class Child implements AutoCloseable {
    // What logback says of several configurations would be in what is read of the process.
    private static final String QUIET = "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener";

    /** The JVM's options for a process that is no part of what is measured. */
    public static final List<String> SMALL = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader out;
    private final BufferedWriter in;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        // Nothing outlives a run that is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts a program.
     *
     * @param environment besides this process's own, of which Bouncer's variables are left out
     * @param dir         where its log goes
     */
    public static Child start(String name, Path dir, Map<String, String> environment, List<String> command)
            throws IOException {
        Path log = dir.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BOUNCER_"));
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), log);
    }

    /** Starts a class of this very program, on the same Java and class path. */
    public static Child java(String name, Path dir, Class<?> main, String... arguments) throws IOException {
        return java(name, dir, SMALL, main, arguments);
    }

    /** The same with other options for the JVM. */
    public static Child java(String name, Path dir, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return java(name, dir, Map.of(), options, main, arguments);
    }

    /** The same with more in its environment, too. */
    public static Child java(String name, Path dir, Map<String, String> environment, List<String> options,
            Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(options);
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", QUIET, "-cp",
                        System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(name, dir, environment, command);
    }

    /** A program of the JDK that runs this. */
    static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** Reads on until it says a line that begins so; what follows there. */
    public String awaitLine(String beginning) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(beginning)) return line.substring(beginning.length());
        }
        throw new IOException(name + " ended before it said '" + beginning + "'; see " + log + ", which ends with: "
                + lastLogged());
    }

    private String lastLogged() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
        }
    }

    /** Reads all it says, until it ends. */
    public void awaitEnd() throws IOException {
        while (out.readLine() != null) {
            // Not of interest.
        }
    }

    /** Says a line to it. */
    public void tell(String line) throws IOException {
        in.write(line);
        in.newLine();
        in.flush();
    }

    /** Says a line to it, and reads one. */
    public String ask(String line) throws IOException {
        tell(line);
        return answer(line);
    }

    /** Reads a line. */
    public String answer(String line) throws IOException {
        String answer = out.readLine();
        if (answer == null) throw new IOException(name + " ended when told '" + line + "'; see " + log);
        return answer;
    }

    /** The same of one that says "failed" and why where it could not do as told. */
    public String order(String line) throws IOException {
        String answer = ask(line);
        if (answer.startsWith("failed")) throw new IOException(line + ": " + answer);
        return answer;
    }

    /** Its process, and those it started. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).map(ProcessHandle::pid).toList();
    }

    /** Its process alone. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What all its processes take. */
    public Usage usage() throws IOException {
        return Usage.of(pids());
    }

    /** Asks it to end, as an operator would, and waits for that. */
    public void end(Duration atMost) throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
            throw new IOException(name + " did not end within " + atMost);
    }

    @Override
    public void close() {
        // nginx would start a new worker in the place of one that is killed before it.
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
