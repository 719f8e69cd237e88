package dev.bouncer.bench;

import java.io.IOException;

import dev.bouncer.bench.fleet.Existing;
import dev.bouncer.bench.report.Report;

/** A scenario that can also measure a fleet that was there before, and stays. */
public interface AnyFleet extends Scenario {
    /**
     * Measures it, from outside.
     *
     * @throws IOException if it could not be measured
     */
    Report run(Run run, Existing existing) throws IOException, InterruptedException;
}
