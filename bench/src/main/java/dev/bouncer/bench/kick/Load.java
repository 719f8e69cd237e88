package dev.bouncer.bench.kick;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import dev.bouncer.bench.fleet.Fleet;
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

    static Load start(String name, Path dir) throws IOException {
        Child process = Child.java(name, dir, LoadGenerator.class);
        process.awaitLine("ready");
        return new Load(process);
    }

    /** Connects users to edges. */
    void connect(String prefix, List<Integer> edges, int count) throws IOException {
        users(prefix, edges, "/v1/apps/" + Fleet.APP + "/connect?token={token}", count);
    }

    /** Connects users to the plain server. */
    void connectPlain(String prefix, int port, int count) throws IOException {
        users(prefix, List.of(port), "/ws/{user}", count);
    }

    private void users(String prefix, List<Integer> ports, String path, int count) throws IOException {
        process.order("users " + prefix + ' '
                + ports.stream().map(String::valueOf).collect(Collectors.joining(",")) + ' ' + path + ' ' + count);
    }

    /** Blocks the users one after the other; how long to the close frame, then how long to the answer. */
    List<Percentiles> block(int api, int rate, int from, int count) throws IOException {
        return kick(api, "PUT /v1/apps/" + Fleet.APP + "/blocks/user/{user}", rate, from, count);
    }

    /** The same at the plain server. */
    List<Percentiles> kickPlain(int port, int rate, int from, int count) throws IOException {
        return kick(port, "POST /kick/{user}", rate, from, count);
    }

    private List<Percentiles> kick(int port, String request, int rate, int from, int count) throws IOException {
        String took = process.order("kick " + port + ' ' + request + ' ' + Fleet.KEY + ' ' + BODY + ' ' + rate + ' '
                + from + ' ' + count);
        return List.of(Percentiles.of(took, 0), Percentiles.of(took, 3));
    }

    /** Begins to block users who are not connected, at this rate. */
    void beginBlocking(String prefix, int api, int rate, int count) throws IOException {
        process.order("absent " + prefix);
        process.tell("kick " + api + " PUT /v1/apps/" + Fleet.APP + "/blocks/user/{user} " + Fleet.KEY + ' ' + BODY
                + ' ' + rate + " 0 " + count);
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
