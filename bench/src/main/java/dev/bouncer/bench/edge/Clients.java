package dev.bouncer.bench.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;

/** Clients, in a process of their own. Not thread-safe. */
final class Clients implements AutoCloseable {
    /** How many connect at a time. */
    static final int PARALLEL = 64;

    private static final String BODY = "{\"for\":\"1h\",\"reason\":\"spam\",\"message\":\"blocked\"}";
    private static final String KICK = "POST /kick/{user} {}";

    private final Child process;

    private Clients(Child process) {
        this.process = process;
    }

    /**
     * How they got in.
     *
     * @param perSecond connections
     * @param p99       milliseconds from the begin of one to the server's first word
     */
    record Connected(double perSecond, double p99) {}

    /** Milliseconds from the command to the close frames of one user's sessions. */
    record Closed(double first, double median, double last) {}

    /** Milliseconds from commands to the close frames of the users whom each is for. */
    record Kicked(double p50, double p99) {}

    static Clients start(String name, Path dir, Credentials credentials) throws IOException {
        Child process = Child.java(name, dir, credentials.environment(), Child.SMALL, LoadGenerator.class);
        process.awaitLine("ready");
        return new Clients(process);
    }

    /** Connects so many, in the place of those before; user # is each another, any other name all the same. */
    Connected connect(Server server, String user, int count) throws IOException {
        double[] took = numbers(process.order(
                "storm " + server.address() + ' ' + server.path() + ' ' + user + ' ' + count + ' ' + PARALLEL + ' '
                        + server.extension()));
        return new Connected(took[0], took[2] / 1000);
    }

    /** They go, and the server has let them. */
    void leave() throws IOException {
        process.order("disperse");
    }

    /** Blocks the user who all of them are. */
    Closed block(Site site, String user) throws IOException {
        return closed("exodus " + blocking(site) + ' ' + user);
    }

    /** The same at the plain server. */
    Closed kick(Server plain, String user) throws IOException {
        return closed("exodus " + plain.address() + ' ' + KICK + ' ' + user);
    }

    private Closed closed(String order) throws IOException {
        double[] took = numbers(process.order(order));
        return new Closed(took[0] / 1000, took[1] / 1000, took[2] / 1000);
    }

    /** Connects users, each once, who are to be blocked one after the other. */
    void connectEach(Site site, String prefix, int count) throws IOException {
        process.order("users " + prefix + ' ' + site.edges().getFirst() + ' ' + site.connect() + ' ' + count);
    }

    /** Begins to block them, so many a second. */
    void beginBlocking(Site site, int rate, int count) throws IOException {
        process.tell("kick " + blocking(site) + ' ' + rate + " 0 " + count);
    }

    private static String blocking(Site site) {
        return site.api() + ' ' + site.block() + ' ' + BODY;
    }

    /** Waits until all are closed. */
    Kicked awaitBlocked() throws IOException {
        String answer = process.answer("kick");
        if (answer.startsWith("failed")) throw new IOException(answer);
        double[] took = numbers(answer);
        return new Kicked(took[0] / 1000, took[1] / 1000);
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() {
        process.close();
    }
}
