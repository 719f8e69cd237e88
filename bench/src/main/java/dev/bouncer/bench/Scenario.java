package dev.bouncer.bench;

import java.io.IOException;

import dev.bouncer.bench.report.Report;

/** One thing that is measured. It starts all it needs and leaves nothing running. */
@FunctionalInterface
public interface Scenario {
    /** @throws IOException if it could not be measured */
    Report run(Run run) throws IOException, InterruptedException;
}
