package dev.bouncer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.bouncer.bench.Bench;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.cli.client.ExitStatus;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bouncer bench}. */
@Command(name = "bench", description = BenchLeftOut.DESCRIPTION)
final class BenchCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final int AS_THE_SCALE_SAYS = -1;
    private static final int MOST_ROUNDS = 100;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "${COMPLETION-CANDIDATES}; or all.", completionCandidates = Names.class)
    private List<String> scenarios = List.of();
    @ArgGroup
    private Size size = new Size();
    @Option(names = "--rounds", paramLabel = "N", description = "How often each candidate has its turn.", defaultValue = "-1", showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private int rounds;
    @Option(names = "--out", paramLabel = "FOLDER", description = "Where logs and results go. Default: target/bench.")
    private Path out = Path.of("target", "bench");

    private static final class Size {
        @Option(names = "--short", description = "Fewer of everything: to see roughly where the figures are.")
        boolean less;
        @Option(names = "--smoke", description = "As few as will do, to see that it works; the figures say nothing.")
        boolean smoke;

        Scale scale() {
            return smoke ? Scale.SMOKE : less ? Scale.SHORT : Scale.FULL;
        }
    }

    private static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Bench.names().iterator();
        }
    }

    @Option(names = "--list", description = "Print the scenarios' names, those of a fleet that runs already with a star.")
    private boolean list;
    @Mixin
    private BenchFleet fleet = new BenchFleet();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) return list();
        if (scenarios.isEmpty()) throw new ParameterException(spec.commandLine(), "expected a scenario, got none");
        if (rounds != AS_THE_SCALE_SAYS && (rounds < 0 || rounds > MOST_ROUNDS))
            throw new ParameterException(spec.commandLine(),
                    "--rounds: expected 0 to " + MOST_ROUNDS + ", got " + rounds);
        Bench.check(names(), fleet.isNamed());
        Optional<Existing> existing = fleet.existing(terminal);
        Bench bench = new Bench(Launcher.ofProcess(), size.scale(), rounds, out, existing, terminal.out());
        List<String> failed = bench.run(names());
        return (failed.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED).code();
    }

    private List<String> names() {
        if (!scenarios.equals(List.of(ALL))) return scenarios;
        return fleet.isNamed() ? Bench.namesForAnyFleet() : Bench.namesOfAll();
    }

    private int list() {
        List<String> any = Bench.namesForAnyFleet();
        Bench.names().forEach(name -> terminal.out().println(any.contains(name) ? name + " *" : name));
        return ExitStatus.OK.code();
    }
}
