package dev.bouncer.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bouncer.bench.batch.BurstScenario;
import dev.bouncer.bench.batch.ImportScenario;
import dev.bouncer.bench.edge.ConnectScenario;
import dev.bouncer.bench.edge.MassScenario;
import dev.bouncer.bench.edge.MemoryScenario;
import dev.bouncer.bench.expiry.ExpiryScenario;
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
 * @param progress where it says what it does, and prints tables
 */
public record Bench(Launcher bouncer, Scale scale, int rounds, Path out, PrintStream progress) {
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
        return scenarios;
    }

    /** The names of all scenarios. */
    public static Set<String> names() {
        return SCENARIOS.keySet();
    }

    /**
     * Measures these, one after the other, prints their tables and writes {@code results.json}. One that could not be
     * measured does not keep the others from it.
     *
     * @return the names of those that could not be measured
     * @throws IllegalArgumentException if there is no scenario of a name
     */
    public List<String> run(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            if (!SCENARIOS.containsKey(name))
                throw new IllegalArgumentException("expected one of " + SCENARIOS.keySet() + ", got " + name);
        }
        Path dir = out.toAbsolutePath().resolve("bench-" + System.currentTimeMillis());
        Map<String, Object> results = new LinkedHashMap<>(machine());
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            Path own = Files.createDirectories(dir.resolve(name));
            progress.println("bench: " + name);
            try {
                Report report = Objects.requireNonNull(SCENARIOS.get(name))
                        .run(new Run(bouncer, scale, howOften(), own, progress));
                progress.println(report.text());
                results.put(name, Map.of("rows", report.rows(), "figures", report.figures().all()));
            } catch (IOException | RuntimeException e) {
                progress.println("bench: " + name + " could not be measured: " + e + "; logs in " + own);
                failed.add(name);
            }
            Files.writeString(dir.resolve("results.json"),
                    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(results));
        }
        progress.println("bench: results and logs in " + dir);
        return failed;
    }

    private int howOften() {
        return rounds < 0 ? scale.of(5, 2, 1) : rounds;
    }

    private Map<String, Object> machine() {
        return Map.of("processors", Runtime.getRuntime().availableProcessors(), "java",
                System.getProperty("java.vm.version"), "kernel", System.getProperty("os.version"), "scale", scale,
                "rounds", howOften());
    }
}
