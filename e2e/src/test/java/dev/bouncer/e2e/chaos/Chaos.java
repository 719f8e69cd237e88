package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The fault harness: {@code build/chaos} starts it in namespaces of its own. Ends with status 0 if every promise was kept,
 * 1 if one was broken, 2 if it could not be run.
 */
public final class Chaos {
    private Chaos() {}

    /** See docs/reliability.md for the arguments. */
    public static void main(String[] arguments) {
        int status;
        try {
            status = run(Options.parse(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("chaos: " + e.getMessage());
            status = 2;
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            status = 2;
        }
        System.exit(status);
    }

    private static int run(Options options) throws IOException, InterruptedException {
        Path out = options.out().resolve("run-" + options.seed() + "-" + System.currentTimeMillis());
        Files.createDirectories(out);
        Events events = new Events(System.out, InstantSource.system());
        Network network = Network.open();
        events.say("seed " + options.seed() + ", " + network.describe() + ", logs in " + out);
        if (!network.hasFaults()) events.say("SKIPPED for want of namespaces: " + Schedule.OF_NETWORK_AND_DISK);
        Path home = Path.of(System.getProperty("chaos.home", "..")).toAbsolutePath().normalize();
        Launch launch = new Launch(home, out, SkewAgent.jar(out.resolve("skew-agent.jar")), network);
        boolean kept = false;
        try (Run run = new Run(options, launch, events)) {
            if (options.measure()) {
                new Measure(run, launch, events).all();
                kept = true;
                return 0;
            }
            Report report = run.run();
            report.write(out.resolve("report.json"), out);
            System.out.println(report.row());
            kept = report.violations().isEmpty();
            return kept ? 0 : 1;
        } finally {
            // The data are for whoever looks for a cause; without a violation there is none to look for.
            if (kept) launch.deleteData();
        }
    }
}
