package dev.bouncer.e2e.chaos;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;

/** One run from an empty folder to the report: fault after fault, and after each of them everything is checked. */
final class Run implements AutoCloseable {
    private static final Duration SUPERVISED_EVERY = Duration.ofSeconds(1);
    private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(3);
    private static final int USERS = 240;
    private static final int SILENT_USERS = 1_000;

    private final Options options;
    private final Launch launch;
    private final Events events;
    private final HttpClient http = HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor())
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(3)).build();
    private final History history = new History(InstantSource.system());
    private final Health health;
    private final Cluster cluster;
    private final Crowd crowd = new Crowd();
    private final ApiCalls calls;
    private final Workload workload;
    private final Thread supervisor;

    Run(Options options, Launch launch, Events events) {
        this.options = options;
        this.launch = launch;
        this.events = events;
        this.health = new Health(launch.network(), launch.bootstrapServers(), http, history);
        this.cluster = new Cluster(launch, health, history, events);
        this.calls = new ApiCalls(http, launch.network(), history);
        this.workload = new Workload(calls, history, events);
        this.supervisor = Thread.ofVirtual().name("supervisor").unstarted(this::supervise);
    }

    Cluster cluster() {
        return cluster;
    }

    History history() {
        return history;
    }

    ApiCalls calls() {
        return calls;
    }

    /** Starts the cluster, without workload and clients. */
    void startCluster() throws InterruptedException {
        Node.all().forEach(launch::prepare);
        if (launch.network().hasFaults()) DiskFull.mount(launch, Schedule.SMALL_DISK);
        Node.Kind.BROKER.nodes().forEach(cluster::start);
        for (Node broker : Node.Kind.BROKER.nodes()) {
            health.awaitReady(broker);
        }
        new TopicLayout(health.admin(), new Topics("")).create(Launch.PARTITIONS, Launch.REPLICATION);
        Node.all().stream().filter(node -> node.kind() != Node.Kind.BROKER).forEach(cluster::start);
        cluster.awaitReady();
        events.say("the cluster is ready");
        supervisor.start();
    }

    private void supervise() {
        try {
            while (true) {
                Thread.sleep(SUPERVISED_EVERY);
                cluster.supervise();
            }
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    /** The whole of it. */
    Report run() throws InterruptedException {
        startCluster();
        List<String> users = users("user", USERS);
        crowd.start(options.seed(), users, http, launch.network(), history);
        workload.start(options.seed(), java.util.stream.Stream.concat(users.stream(),
                users("silent", SILENT_USERS).stream()).toList());
        try (ForeignProducer foreign = new ForeignProducer(launch.bootstrapServers());
                Checks checks = new Checks(history, foreign, launch.bootstrapServers())) {
            Scene scene = new Scene(cluster, history, events, foreign, new BulkCommands(calls, history));
            Map<String, Integer> done = faults(scene, checks);
            return new Report(options.seed(), events.elapsed(), launch.network().describe(), done, skipped(),
                    history.given(), history.visits(), checks.events(), checks.deadLetters(), checks.violations());
        }
    }

    private static List<String> users(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    private List<String> skipped() {
        if (launch.network().hasFaults()) return List.of();
        return options.faults().stream().filter(Schedule.OF_NETWORK_AND_DISK::contains).toList();
    }

    private Map<String, Integer> faults(Scene scene, Checks checks) throws InterruptedException {
        Schedule schedule = new Schedule(options.seed(),
                options.faults().stream().filter(kind -> !skipped().contains(kind)).toList());
        Map<String, Integer> done = new TreeMap<>();
        try {
            Instant end = history.now().plus(options.length());
            while (history.now().isBefore(end)) {
                Thread.sleep(BETWEEN_FAULTS);
                Schedule.Planned next = schedule.next();
                events.say("fault " + next.number() + ", " + next.kind() + ": " + next.fault());
                done.merge(next.kind(), 1, Integer::sum);
                suffer(scene, next.fault());
                check(checks);
            }
        } catch (Health.NotReadyException e) {
            events.say(e.getMessage() + ": the run ends here");
            checks.checkComebacks().forEach(this::say);
        }
        return done;
    }

    private void suffer(Scene scene, Fault fault) throws InterruptedException {
        fault.apply(scene);
        Thread.sleep(fault.hold());
        fault.undo(scene);
        long undone = System.nanoTime();
        cluster.awaitReady();
        events.say("all ready %.1f s after".formatted((System.nanoTime() - undone) / 1e9));
    }

    private void check(Checks checks) throws InterruptedException {
        // What was promised in the last moment before must have been kept when it is checked.
        workload.pause();
        Thread.sleep(DoorChecker.PROMISE);
        List<Violation> found = checks.check();
        workload.resume();
        events.say("checked: " + history.given().size() + " commands, " + checks.events() + " audit events, "
                + history.visits().size() + " connections, " + found.size() + " violations");
        found.stream().limit(10).forEach(this::say);
    }

    private void say(Violation violation) {
        events.say("VIOLATION of invariant " + violation.invariant() + ": " + violation.what());
        violation.context().stream().limit(30).forEach(line -> events.say("    " + line));
    }

    @Override
    public void close() {
        workload.close();
        supervisor.interrupt();
        crowd.close();
        cluster.close();
        health.close();
        http.shutdownNow();
    }
}
