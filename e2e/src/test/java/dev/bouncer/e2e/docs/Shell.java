package dev.bouncer.e2e.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bash in which one command is given after the other, as in a terminal. */
final class Shell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DONE = "=done=";

    private final Process bash;
    private final Writer commands;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** What a command answered, errors among it. */
    record Answer(int status, String text) {}

    Shell(Path folder, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc").directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BOUNCER_"));
        builder.environment().putAll(environment);
        bash = builder.start();
        commands = bash.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> {
            try {
                bash.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
            } catch (UncheckedIOException e) {
                // It was ended.
            }
        });
    }

    /** Gives a command, and waits for its end; of one in the background for the first that it says. */
    Answer run(String command) throws IOException, InterruptedException {
        commands.write("{ " + command + "\n} </dev/null\nprintf '\\n" + DONE + "%s\\n' $?\n");
        commands.flush();
        StringBuilder text = new StringBuilder();
        String line = next(command, text);
        while (!line.startsWith(DONE)) {
            text.append(line).append('\n');
            line = next(command, text);
        }
        if (command.endsWith("&") && text.toString().isBlank()) text.append(next(command, text)).append('\n');
        return new Answer(Integer.parseInt(line.substring(DONE.length())), text.toString());
    }

    private String next(String command, CharSequence soFar) throws InterruptedException {
        String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) throw new AssertionError("no end to " + command + ", which said:\n" + soFar);
        return line;
    }

    /** Ends it, and all that it runs. */
    @Override
    public void close() {
        bash.descendants().forEach(ProcessHandle::destroyForcibly);
        bash.destroyForcibly();
    }
}
