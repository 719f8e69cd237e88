package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.util.Optional;

import dev.bouncer.bench.Run;
import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Jvm;
import dev.bouncer.bench.report.Figures;

/** What connections take in which nothing is said. */
record Idle(Run run, Stand stand, Child load, Figures figures) {
    // What is made once, however many connections there are, is there after these.
    private static final int BEFORE = 200;

    void measure() throws IOException, InterruptedException {
        int rounds = run.scale().of(3, 1, 1);
        for (int round = 1; round <= rounds; round++) {
            run.say("idle connections, round " + round + " of " + rounds);
            measure(round);
        }
    }

    // Each in a process of its own, so that none has memory left over from another.
    private void measure(int round) throws IOException, InterruptedException {
        for (Kind kind : Kind.values()) {
            String name = "idle-" + kind.name() + '-' + round;
            Optional<Candidate> candidate = switch (kind) {
                case DIRECT -> Optional.empty();
                case PLAIN -> Optional.of(stand.edge(name).getFirst());
                case JWT -> Optional.of(stand.edge(name).getLast());
                case NGINX -> stand.nginx(name);
                case HAPROXY -> stand.haproxy(name);
            };
            if (candidate.isEmpty()) continue;
            try (Child process = candidate.get().process()) {
                measure(candidate.get(), process);
            }
        }
    }

    private void measure(Candidate candidate, Child process) throws IOException, InterruptedException {
        String hold = "hold " + candidate.port() + ' ' + candidate.path() + ' ';
        load.order(hold + BEFORE);
        load.order("release");
        long heap = liveHeap(candidate, process);
        long rss = process.usage().rssKib();
        load.order(hold + count());
        figures.add(candidate.kind().title, "rss busy", (double) (process.usage().rssKib() - rss) / count());
        if (candidate.kind().isJvm()) {
            figures.add(candidate.kind().title, "heap",
                    (liveHeap(candidate, process) - heap) / 1024.0 / count());
        }
        figures.add(candidate.kind().title, "rss", (double) (process.usage().rssKib() - rss) / count());
        figures.add(candidate.kind().title, "rss before", (double) rss);
        load.order("release");
    }

    private static long liveHeap(Candidate candidate, Child process) throws IOException, InterruptedException {
        return candidate.kind().isJvm() ? Jvm.liveHeap(process.pid()) : 0;
    }

    private int count() {
        return run.scale().of(4000, 1000, 100);
    }
}
