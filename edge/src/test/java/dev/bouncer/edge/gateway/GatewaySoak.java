package dev.bouncer.edge.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.bouncer.edge.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Clients that come, talk and go in every way, through one edge process, for minutes: every echo is compared, and what
 * the process holds at the end with what it held after the first rounds. See {@code build/soak-gateway}.
 */
final class GatewaySoak {
    private static final int CLIENTS = 64;
    private static final int LONGEST = 100_000;
    // A heap after a collection is not the same twice; what leaks grows with every connection.
    private static final long HEAP_SLACK = 4 * 1024;
    private static final long DIRECT_SLACK = 4 * 1024;
    // Pools grow when the machine is busy, up to what they may.
    private static final long THREAD_SLACK = 32;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong terminated = new AtomicLong();
    private volatile @Nullable Throwable wrong;
    private final Behind behind;
    private final URI edge;
    private final PrintStream commands;

    private GatewaySoak(Behind behind, URI edge, PrintStream commands) {
        this.behind = behind;
        this.edge = edge;
        this.commands = commands;
    }

    /** What the process holds, in KiB and numbers. */
    private record Census(long heap, long direct, long sockets, long threads, long sessions, long timers) {
        static Census of(String line) {
            long[] held = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            return new Census(held[0], held[1], held[2], held[3], held[4], held[5]);
        }

        boolean isAsMuchAs(Census start) {
            return heap <= start.heap + HEAP_SLACK && direct <= start.direct + DIRECT_SLACK
                    && sockets <= start.sockets && threads <= start.threads + THREAD_SLACK && sessions == 0
                    && timers == 0;
        }

        @Override
        public String toString() {
            return "heap %,d KiB, direct %,d KiB, %d sockets, %d threads, %d sessions, %d timers".formatted(heap,
                    direct,
                    sockets, threads, sessions, timers);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
        long seed = Long.parseLong(arguments[1]);
        try (Behind behind = new Behind(Behind.ECHO)) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                    SoakedEdge.class.getName(), behind.address()).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            boolean fine;
            try (PrintStream commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
                    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
                fine = new GatewaySoak(behind, URI.create(answers.readLine()), commands).soak(answers, time, seed);
            } finally {
                process.destroy();
            }
            System.exit(fine ? 0 : 1);
        }
    }

    private boolean soak(BufferedReader answers, Duration time, long seed) throws Exception {
        churn(Duration.ofSeconds(Math.min(20, time.toSeconds() / 2)), seed);
        Census start = quiet(answers);
        System.out.printf("start: %s (%,d connections)%n", start, connections.get());
        churn(time, seed + 1);
        Census end = quiet(answers);
        System.out.printf("end:   %s (%,d connections, %,d messages, %,d MiB echoed, %,d terminated)%n", end,
                connections.get(), messages.get(), bytes.get() >> 20, terminated.get());
        Throwable failure = wrong;
        if (failure != null) failure.printStackTrace(System.out);
        boolean fine = failure == null && end.isAsMuchAs(start);
        System.out.println(fine ? "soak: nothing is left, and nothing was lost" : "soak: not as it was at the start");
        return fine;
    }

    private void churn(Duration time, long seed) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seeds.nextLong());
                String name = seed + "-" + i;
                clients.execute(() -> {
                    for (int turn = 0; System.nanoTime() < end && wrong == null; turn++)
                        converse(name + "-" + turn, random);
                });
            }
        }
    }

    private void converse(String user, Random random) {
        try (Raw client = new Raw(edge)) {
            String answer = client.handshake("/chat/a?token=" + Tokens.of(user));
            if (!answer.startsWith("HTTP/1.1 101 ")) throw new AssertionError(answer);
            connections.incrementAndGet();
            for (int left = random.nextInt(20); left > 0; left--)
                echo(client, random);
            part(client, user, random);
        } catch (Exception | AssertionError e) {
            wrong = e;
        } finally {
            // Of a hundred thousand connections its notes fill the memory here, and the collector takes the time of the clients.
            behind.forget();
        }
    }

    private void echo(Raw client, Random random) throws IOException {
        byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(LONGEST) : random.nextInt(200)];
        random.nextBytes(payload);
        client.write(Raw.frame(0x82, payload));
        String heard = client.next();
        if (!heard.equals("2 " + new String(payload, StandardCharsets.UTF_8)))
            throw new AssertionError("another echo than was said: " + heard.length() + " characters");
        messages.incrementAndGet();
        bytes.addAndGet(payload.length);
    }

    private void part(Raw client, String user, Random random) throws IOException {
        switch (random.nextInt(6)) {
            case 0 -> client.socket.setSoLinger(true, 0);
            case 1 -> client.socket.shutdownOutput();
            case 2 -> client.write(new byte[]{(byte) 0x82, (byte) 0xfe, 1});
            case 3 -> {
                commands.println("terminate " + user);
                expect(client, "close 4410 terminated");
                client.write(Raw.frame(0x88, new byte[]{0x11, 0x3a}));
                expect(client, "eof");
                terminated.incrementAndGet();
            }
            default -> {
                client.write(Raw.frame(0x88, new byte[]{3, (byte) 0xe8}));
                expect(client, "close 1000 ");
                expect(client, "eof");
            }
        }
    }

    private static void expect(Raw client, String expected) throws IOException {
        String heard = client.next();
        if (!heard.equals(expected)) throw new AssertionError("expected " + expected + ", heard " + heard);
    }

    /** What is held when nobody is there any more, and half a minute after at the latest. */
    private Census quiet(BufferedReader answers) throws IOException, InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (true) {
            commands.println("census");
            Census census = Census.of(answers.readLine());
            boolean quiet = census.sessions() == 0 && census.timers() == 0 && behind.connections() == 0;
            if (quiet || System.nanoTime() > patience) return census;
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
