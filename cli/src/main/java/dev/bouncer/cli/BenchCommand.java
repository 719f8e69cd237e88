package dev.bouncer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.bouncer.bench.Bench;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.process.Launcher;
import dev.bouncer.cli.client.ExitStatus;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bouncer bench}. */
@Command(name = "bench", description = "Measure Bouncer on this machine, next to what it is compared with. Starts all it "
        + "needs, on 127.0.0.1.")
final class BenchCommand implements Callable<Integer> {
    private static final String ALL = "all";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", arity = "1..*", description = "${COMPLETION-CANDIDATES}, or all of them: all.", completionCandidates = Names.class)
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

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            List<String> names = scenarios.equals(List.of(ALL)) ? List.copyOf(Bench.names()) : scenarios;
            List<String> failed = new Bench(Launcher.ofProcess(), size.scale(), rounds, out, terminal.out()).run(names);
            return (failed.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED).code();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
