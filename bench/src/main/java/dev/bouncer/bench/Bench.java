package dev.bouncer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import dev.bouncer.bench.gateway.GatewayScenario;
import dev.bouncer.bench.start.StartScenario;

/**
 * Measures one scenario: {@code build/bench SCENARIO} starts it. Ends with status 0 if it could be measured, whatever the
 * figures, with 2 if not.
 */
public final class Bench {
    private Bench() {}

    /** See docs/performance.md for the arguments. */
    public static void main(String[] arguments) {
        int status = 0;
        try {
            run(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            status = 2;
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            status = 2;
        }
        System.exit(status);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) throw new IllegalArgumentException("expected a scenario: gateway, start");
        Options options = Options.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        Path out = options.out().resolve(arguments[0] + "-" + System.currentTimeMillis());
        Files.createDirectories(out);
        switch (arguments[0]) {
            case "gateway" -> new GatewayScenario(options, out).run();
            case "start" -> new StartScenario(options, out).run();
            default ->
                throw new IllegalArgumentException("expected the scenario gateway or start, got " + arguments[0]);
        }
    }
}
