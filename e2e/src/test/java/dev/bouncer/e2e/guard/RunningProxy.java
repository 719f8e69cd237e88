package dev.bouncer.e2e.guard;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A proxy as a process. */
public final class RunningProxy implements AutoCloseable {
    private final Process process;
    private final int port;

    private RunningProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it takes connections. */
    static RunningProxy start(ReverseProxy kind, Path dir, URI application, URI api, String key) throws IOException {
        Path home = Files.createTempDirectory(dir, kind.name());
        Path log = home.resolve("log");
        int port = freePort();
        return start(kind.command(new ReverseProxy.Setting(port, application, api, key), home), port, log);
    }

    /**
     * The same of any proxy.
     *
     * @param port where it is told to listen, on 127.0.0.1
     * @param log  for what it says
     */
    public static RunningProxy start(ProcessBuilder command, int port, Path log) throws IOException {
        Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        RunningProxy proxy = new RunningProxy(process, port);
        try {
            await().atMost(Duration.ofSeconds(30)).failFast(() -> !process.isAlive()).until(() -> listens(port));
            return proxy;
        } catch (RuntimeException e) {
            proxy.close();
            throw new AssertionError(command.command() + " does not listen; it said:\n" + Files.readString(log), e);
        }
    }

    /** A port that nobody has, for now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        // nginx would start a new worker in the place of one that is killed before it.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
