package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Short commands of the system, run to their end. */
final class Shell {
    private Shell() {}

    /** @throws IllegalStateException if it fails, with what it said */
    static void run(String... command) {
        Ended ended = end(command);
        if (ended.status() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " failed with " + ended.status() + ": " + ended.said());
        }
    }

    /** Whether it ended well. */
    static boolean tryRun(String... command) {
        return end(command).status() == 0;
    }

    private record Ended(int status, String said) {}

    private static Ended end(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
