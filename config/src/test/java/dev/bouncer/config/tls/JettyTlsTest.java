package dev.bouncer.config.tls;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.bouncer.config.TlsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What Jetty says to whoever comes by TLS. */
final class JettyTlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("an authority");

    @TempDir
    private Path dir = Path.of(".");

    @Test
    void answersByHttp11WhateverNamesAreAskedFor() throws Exception {
        TlsConfig config = AUTHORITY.certify("a server", dir.resolve("a.pem"), dir.resolve("a.key"));
        Server server = new Server();
        try (Tls tls = Tls.open("edge", config, new SimpleMeterRegistry())) {
            ServerConnector connector = JettyTls.connector(tls, server, new HttpConfiguration());
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.start();

            // There is no handler: 404 is Jetty's own answer to a request that it has taken.
            assertThat(answer(connector.getLocalPort(), "one.example", "another.example"))
                    .isEqualTo("HTTP/1.1 404 Not Found");
        } finally {
            server.stop();
        }
    }

    private static String answer(int port, String inHandshake, String inRequest) throws Exception {
        try (SSLSocket socket = (SSLSocket) AUTHORITY.trusted().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(inHandshake)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + inRequest + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            return line == null ? "nothing" : line;
        }
    }
}
