package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.bouncer.cli.client.FakeApi;
import dev.bouncer.cli.client.FakeApi.Reply;
import dev.bouncer.config.tls.TestAuthority;
import dev.bouncer.config.tls.Tls;
import dev.bouncer.standalone.GeneratedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask an API, or an edge, with a certificate of a private authority. */
class TrustTest {
    private static final TestAuthority OURS = new TestAuthority("our authority");
    private static final TestAuthority THEIRS = new TestAuthority("their authority");

    private final TestTerminal terminal = new TestTerminal();
    @TempDir
    private Path dir = Path.of(".");
    private Tls tls;
    private FakeApi api;
    private String ours;
    private String theirs;

    @BeforeEach
    void start() throws IOException {
        tls = Tls.open("api", OURS.certify("api", dir.resolve("api.pem"), dir.resolve("api.key")),
                new SimpleMeterRegistry());
        api = new FakeApi(tls.context());
        api.always(_ -> Reply.ok("{\"blocks\":[]}"));
        ours = OURS.writeTo(dir.resolve("ours.pem")).toString();
        theirs = THEIRS.writeTo(dir.resolve("theirs.pem")).toString();
    }

    @AfterEach
    void stop() {
        api.close();
        tls.close();
    }

    private int run(String ca, String... args) {
        return terminal.run(Map.of("BOUNCER_URL", api.uri().toString(), "BOUNCER_KEY", "k-secret", "BOUNCER_APP",
                "chat", "BOUNCER_CA", ca, "BOUNCER_EDGE", api.uri().toString().replace("https", "wss")), args);
    }

    @Test
    void believeWhomTheyAreTold() {
        assertThat(run("", "list", "--ca", ours)).as(terminal.err()).isZero();
        assertThat(run(ours, "list")).as(terminal.err()).isZero();
        assertThat(run(theirs, "list", "--ca", ours)).as(terminal.err()).isZero();
        assertThat(run(dir.resolve("api.pem").toString(), "list")).as("the certificate itself").isZero();
    }

    @Test
    void believeNobodyElseAndSayWhatTheyWereShown() {
        assertThat(run("", "block", "alice")).isEqualTo(5);
        assertThat(terminal.err()).contains("cannot reach the API at " + api.uri() + ": its certificate is of CN=api, "
                + "given by CN=our authority: expected one of an authority that Java knows, or of a file named with --ca");
        terminal.clear();

        assertThat(run(theirs, "list")).isEqualTo(5);
        assertThat(terminal.err()).contains("its certificate is of CN=api, given by CN=our authority: expected one of "
                + "those in " + theirs);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void areTheSameToAnEdge() {
        assertThat(run(theirs, "connect", "--token", "a-token")).isEqualTo(5);
        assertThat(terminal.err()).contains("cannot connect to the edge at wss://127.0.0.1:",
                "its certificate is of CN=api, given by CN=our authority: expected one of those in " + theirs);
        assertThat(api.requests()).isEmpty();

        run(theirs, "connect", "--token", "a-token", "--ca", ours);
        assertThat(api.requests()).as("it is no edge, but was asked").hasSize(1);
    }

    @Test
    void nameTheFileThatIsNoSuchFile() throws IOException {
        assertThat(run("", "list", "--ca", "none.pem")).isEqualTo(2);
        assertThat(terminal.err()).contains("--ca: expected a file, but there is no none.pem");

        Path empty = Files.writeString(dir.resolve("empty.pem"), "nothing");
        assertThat(run(empty.toString(), "list")).isEqualTo(2);
        assertThat(terminal.err()).contains("BOUNCER_CA: " + empty
                + ": expected PEM certificates (BEGIN CERTIFICATE), found none");
    }

    @Test
    void areToldByUpWhatItListensWith() {
        Path edge = dir.resolve("edge.pem");
        Map<String, String> settings = Map.of("BOUNCER_DATA_DIR", dir.toString(), "BOUNCER_EDGE_TLS_CERTIFICATE",
                edge.toString(), "BOUNCER_EDGE_TLS_KEY", "edge.key");
        GeneratedKeys.load(dir, settings);

        assertThat(LocalNode.of(Map.of(), dir).certificate()).isNull();
        assertThat(LocalNode.of(settings, null).certificate()).isEqualTo(edge);
    }
}
