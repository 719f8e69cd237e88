package dev.bouncer.bench.kick;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.bouncer.bench.fleet.Credentials;
import dev.bouncer.bench.fleet.Site;
import dev.bouncer.bench.load.LoadGenerator;
import dev.bouncer.bench.process.Child;

/** Users, and who kicks them out, in a process of its own. */
final class Load implements AutoCloseable {
    // As long as a command of a moderator's.
    private static final String BODY = "{\"for\":\"1h\",\"reason\":\"spam\",\"message\":\"blocked\"}";

    private final Child process;

    private Load(Child process) {
        this.process = process;
    }

    static Load start(String name, Path dir, Credentials credentials) throws IOException {
        Child process = Child.java(name, dir, credentials.environment(), Child.SMALL, LoadGenerator.class);
        process.awaitLine("ready");
        return new Load(process);
    }

    /** Connects users to the edges. */
    void connect(String prefix, Site site, int count) throws IOException {
        users(prefix, String.join(",", site.edges()), site.connect(), count);
    }

    /** Connects users to the plain server. */
    void connectPlain(String prefix, int port, int count) throws IOException {
        users(prefix, Integer.toString(port), "/ws/{user}", count);
    }

    private void users(String prefix, String addresses, String path, int count) throws IOException {
        process.order("users " + prefix + ' ' + addresses + ' ' + path + ' ' + count);
    }

    /** Blocks the users one after the other; how long to the close frame, then how long to the answer. */
    List<Percentiles> block(Site site, int rate, int count) throws IOException {
        return kick(site.api(), site.block(), rate, count);
    }

    /** The same at the plain server. */
    List<Percentiles> kickPlain(int port, int rate, int count) throws IOException {
        return kick(Integer.toString(port), "POST /kick/{user}", rate, count);
    }

    private List<Percentiles> kick(String address, String request, int rate, int count) throws IOException {
        String took = process
                .order("kick " + address + ' ' + request + ' ' + BODY + ' ' + rate + " 0 " + count);
        return List.of(Percentiles.of(took, 0), Percentiles.of(took, 3));
    }

    /** Begins to block users who are not connected, at this rate. */
    void beginBlocking(String prefix, Site site, int rate, int count) throws IOException {
        process.order("absent " + prefix);
        process.tell("kick " + site.api() + ' ' + site.block() + ' ' + BODY + ' ' + rate + " 0 " + count);
    }

    /** Waits until that is done. */
    void awaitBlocked() throws IOException {
        String answer = process.answer("kick");
        if (answer.startsWith("failed")) throw new IOException(answer);
    }

    @Override
    public void close() {
        process.close();
    }
}
