package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.Scale;
import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Usage;
import dev.bouncer.bench.report.Figures;

/** How long messages take, and how many go through. */
record Messages(Run run, Stand stand, Child load, Figures figures) {
    // How many clients send.
    private static final int CLIENTS = 50;
    // How many messages a second they send in all, while latency is measured.
    private static final int RATE = 1000;
    private static final int TURNS = 5;

    /** @param echo the server behind */
    void measure(Child echo) throws IOException {
        if (run.rounds(5, 1) == 0) return;
        List<Candidate> candidates = new ArrayList<>(
                List.of(new Candidate(Kind.DIRECT, stand.upstream(), "/", echo)));
        try {
            candidates.addAll(stand.edge("edge"));
            stand.nginx("nginx").ifPresent(candidates::add);
            stand.haproxy("haproxy").ifPresent(candidates::add);
            for (Candidate candidate : candidates) {
                for (int size : sizes()) {
                    throughput(candidate, size, run.scale().of(5, 1, 0));
                }
            }
            for (int round = 1; round <= run.rounds(5, 1); round++) {
                // Others who use the machine are in every figure.
                run.say("round " + round + " of " + run.rounds(5, 1) + ", load average "
                        + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                // In short turns: what else the machine does, and how fast it is just then, comes to all of them alike.
                for (int turn = 0; turn < run.scale().of(TURNS, 1, 1); turn++) {
                    each(candidates, this::latency);
                }
                each(candidates, this::measureThroughput);
                // Nobody is always the one that comes after the same other.
                Collections.rotate(candidates, 2);
            }
        } finally {
            candidates.forEach(candidate -> {
                if (candidate.kind() != Kind.DIRECT) candidate.process().close();
            });
        }
    }

    private interface Measuring {
        void measure(Candidate candidate, int size) throws IOException;
    }

    private void each(List<Candidate> candidates, Measuring measuring) throws IOException {
        for (Candidate candidate : candidates) {
            for (int size : sizes()) {
                measuring.measure(candidate, size);
            }
        }
    }

    private void latency(Candidate candidate, int size) throws IOException {
        Usage before = candidate.process().usage();
        String[] answer = load.order("latency " + candidate.port() + ' ' + candidate.path() + ' ' + CLIENTS + ' ' + RATE
                + ' ' + size + ' ' + turnSeconds()).split(" ", -1);
        long cpu = candidate.process().usage().cpuMillis() - before.cpuMillis();
        figures.add(candidate.kind().title, "p50 " + size, Double.parseDouble(answer[0]));
        figures.add(candidate.kind().title, "p99 " + size, Double.parseDouble(answer[1]));
        figures.add(candidate.kind().title, "max " + size, Double.parseDouble(answer[2]));
        figures.add(candidate.kind().title, "cpu at rate " + size, 1000.0 * cpu / ((double) RATE * turnSeconds()));
    }

    private void measureThroughput(Candidate candidate, int size) throws IOException {
        Usage before = candidate.process().usage();
        long messages = throughput(candidate, size, seconds());
        long cpu = candidate.process().usage().cpuMillis() - before.cpuMillis();
        figures.add(candidate.kind().title, "per second " + size, (double) messages / seconds());
        figures.add(candidate.kind().title, "cpu " + size, 1000.0 * cpu / messages);
    }

    private long throughput(Candidate candidate, int size, int seconds) throws IOException {
        return Long.parseLong(load.order("throughput " + candidate.port() + ' ' + candidate.path() + ' ' + CLIENTS + ' '
                + size + ' ' + seconds));
    }

    private List<Integer> sizes() {
        return run.scale() == Scale.FULL ? GatewayScenario.SIZES : GatewayScenario.SIZES.subList(0, 1);
    }

    // How long a turn takes in which latency is measured.
    private int turnSeconds() {
        return run.scale().of(2, 1, 1);
    }

    private int seconds() {
        return run.scale().of(8, 1, 1);
    }
}
