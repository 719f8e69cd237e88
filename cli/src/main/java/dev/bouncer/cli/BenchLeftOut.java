package dev.bouncer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code bouncer bench} where what measures was left out: it and its libraries are for developers. */
@Command(name = "bench", description = BenchLeftOut.DESCRIPTION)
final class BenchLeftOut implements Callable<Integer> {
    static final String DESCRIPTION = "Measure Bouncer on this machine, next to what it is compared with. Starts all it "
            + "needs, on 127.0.0.1, or measures a fleet that runs already.";
    private static final String MEASURES = "dev/bouncer/bench/Bench.class";

    @Unmatched
    private final List<String> ignored = new ArrayList<>();

    /** Whether it was. */
    static boolean isSo() {
        return BenchLeftOut.class.getClassLoader().getResource(MEASURES) == null;
    }

    @Override
    public Integer call() {
        throw new CommandFailed(ExitStatus.USAGE,
                "bench is not part of this installation: run ./bouncer bench in Bouncer's source tree");
    }
}
