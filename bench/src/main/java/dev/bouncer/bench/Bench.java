package dev.bouncer.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.bouncer.bench.batch.BurstScenario;
import dev.bouncer.bench.batch.ImportScenario;
import dev.bouncer.bench.edge.ConnectScenario;
import dev.bouncer.bench.edge.MassScenario;
import dev.bouncer.bench.edge.MemoryScenario;
import dev.bouncer.bench.edge.SettingsScenario;
import dev.bouncer.bench.expiry.ExpiryScenario;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.gateway.GatewayScenario;
import dev.bouncer.bench.kick.FleetScenario;
import dev.bouncer.bench.kick.KickScenario;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.bench.report.Report;
import dev.bouncer.bench.start.StartScenario;
import dev.bouncer.bench.store.LookupScenario;
import dev.bouncer.bench.store.RestoreScenario;
import dev.bouncer.bench.tails.TailsScenario;

/**
 * Measures Bouncer as a whole: {@code bouncer bench} starts it.
 *
 * @param bouncer  starts what is measured
 * @param scale    how much
 * @param rounds   how often each candidate has its turn; negative: as often as the scale says
 * @param out      a folder that is made, for logs, data and results
 * @param existing a fleet that was there before, to be measured; empty: each scenario starts its own
 * @param progress where it says what it does, and prints tables
 */
public record Bench(Launcher bouncer, Scale scale, int rounds, Path out, Optional<Existing> existing,
        PrintStream progress) {
    private static final String SETTINGS = "settings";
    private static final Map<String, Scenario> SCENARIOS = scenarios();

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("kick", new KickScenario());
        scenarios.put("fleet", new FleetScenario());
        scenarios.put("tails", new TailsScenario());
        scenarios.put("start", new StartScenario());
        scenarios.put("mass", new MassScenario());
        scenarios.put("connect", new ConnectScenario());
        scenarios.put("memory", new MemoryScenario());
        scenarios.put("gateway", new GatewayScenario());
        scenarios.put("burst", new BurstScenario());
        scenarios.put("import", new ImportScenario());
        scenarios.put("restore", new RestoreScenario());
        scenarios.put("expiry", new ExpiryScenario());
        scenarios.put("lookup", new LookupScenario());
        scenarios.put(SETTINGS, new SettingsScenario());
        return scenarios;
    }

    /** The names of all scenarios. */
    public static Set<String> names() {
        return SCENARIOS.keySet();
    }

    /** The names of those that 'all' stands for: settings are no figures of Bouncer's. */
    public static List<String> namesOfAll() {
        return SCENARIOS.keySet().stream().filter(name -> !name.equals(SETTINGS)).toList();
    }

    /** The names of those that can measure a fleet that was there before. */
    public static List<String> namesForAnyFleet() {
        return SCENARIOS.entrySet().stream().filter(entry -> entry.getValue() instanceof AnyFleet)
                .map(Map.Entry::getKey).toList();
    }

    /**
     * Looks at names before anything is done.
     *
     * @param existing whether they are to measure a fleet that was there before
     * @throws IllegalArgumentException if there is no scenario of a name, or it cannot measure such a fleet
     */
    public static void check(List<String> names, boolean existing) {
        for (String name : names) {
            Scenario scenario = SCENARIOS.get(name);
            if (scenario == null)
                throw new IllegalArgumentException("expected one of " + SCENARIOS.keySet() + ", got " + name);
            if (existing && !(scenario instanceof AnyFleet))
                throw new IllegalArgumentException(name
                        + " measures only processes that it starts itself; of a fleet that runs already one of "
                        + namesForAnyFleet() + " can be measured");
        }
    }

    /**
     * Measures these, one after the other, prints their tables and writes {@code results.json}. One that could not be
     * measured does not keep the others from it; which and why is said at the end once more.
     *
     * @return the names of those that could not be measured
     * @throws IllegalArgumentException if there is no scenario of a name, or it cannot measure this fleet
     */
    public List<String> run(List<String> names) throws IOException, InterruptedException {
        check(names, existing.isPresent());
        Path dir = Files.createDirectories(out.toAbsolutePath().resolve("bench-" + System.currentTimeMillis()));
        Results results = new Results(dir.resolve("results.json"), scale, rounds);
        for (String name : names) {
            Path own = Files.createDirectories(dir.resolve(name));
            progress.println("bench: " + name);
            Run run = new Run(bouncer, scale, rounds, own, progress, System.nanoTime());
            try {
                Report report = measure(Objects.requireNonNull(SCENARIOS.get(name)), run);
                progress.println(report.text());
                results.measured(name, report, run.seconds());
            } catch (IOException | RuntimeException | LinkageError e) {
                progress.println("bench: " + name + " could not be measured: " + e + "; logs in " + own);
                results.failed(name, e, run.seconds());
            }
        }
        progress.print(results.summary());
        progress.println("bench: results and logs in " + dir);
        return results.failed();
    }

    private Report measure(Scenario scenario, Run run) throws IOException, InterruptedException {
        return existing.isPresent() && scenario instanceof AnyFleet any
                ? any.run(run, existing.get())
                : scenario.run(run);
    }
}
