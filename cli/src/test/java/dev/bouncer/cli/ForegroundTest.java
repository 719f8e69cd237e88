package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, since it is about signals and exit statuses. */
class ForegroundTest {
    /** The main class of the child: its argument says how its start goes. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            Terminal terminal = Terminal.ofProcess();
            try {
                System.exit(
                        new Foreground(terminal).run("127.0.0.1:1 (bouncer.x.port)", () -> start(terminal, args[0])));
            } catch (RuntimeException e) {
                terminal.out().println(e.getMessage());
                System.exit(7);
            }
        }

        private static Foreground.Started start(Terminal terminal, String how) throws Exception {
            switch (how) {
                case "forever" -> {
                    terminal.out().println("starting");
                    new CountDownLatch(1).await();
                }
                case "fails" -> throw new IllegalStateException("no such thing");
                case "port" -> {
                    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                            ServerSocket second = new ServerSocket(first.getLocalPort(), 1,
                                    InetAddress.getLoopbackAddress())) {
                        throw new IllegalStateException("never here: " + second);
                    } catch (IOException e) {
                        throw new IllegalStateException("cannot start the server", e);
                    }
                }
                default -> {
                    // starts well
                }
            }
            return new Foreground.Started("x=1", () -> {
                terminal.out().println("closed");
                if (how.equals("closes badly")) throw new IOException("still busy");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalClosesItAndTheStatusIsZero(String signal) throws Exception {
        assumeTrue(!signal.equals("INT") || !ignoresInterrupts(),
                "skipped: this shell made its background processes ignore SIGINT, and Java inherits that");
        Process child = start("well");
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("ready x=1");

        signal(child, signal);

        assertThat(end(child)).isZero();
        assertThat(out.readLine()).isEqualTo("closed");
        assertThat(out.readLine()).isNull();
    }

    @Test
    void aSignalEndsItsStartToo() throws Exception {
        Process child = start("forever");
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("starting");

        signal(child, "TERM");

        assertThat(end(child)).isZero();
    }

    @Test
    void aStartThatFailsKeepsItsOwnStatus() throws Exception {
        Process child = start("fails");

        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("no such thing");
        assertThat(end(child)).isEqualTo(7);
    }

    @Test
    void aPortInUseIsNamedByItsSetting() throws Exception {
        Process child = start("port");

        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo("cannot listen on 127.0.0.1:1 (bouncer.x.port): Address already in use");
        assertThat(end(child)).isEqualTo(7);
    }

    @Test
    void anUncleanEndIsTold() throws Exception {
        Process child = start("closes badly");
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready x=1");

        signal(child, "TERM");

        assertThat(child.errorReader(StandardCharsets.UTF_8).readLine())
                .isEqualTo("bouncer: not ended cleanly: java.io.IOException: still busy");
        assertThat(end(child)).isEqualTo(1);
    }

    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return false;
        long ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16)).findFirst().orElse(0);
        return (ignored & 0b10) != 0;
    }

    private static Process start(String how) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Child.class.getName(), how).start();
    }

    private static void signal(Process child, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
    }

    private static int end(Process child) throws InterruptedException {
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return child.exitValue();
    }
}
