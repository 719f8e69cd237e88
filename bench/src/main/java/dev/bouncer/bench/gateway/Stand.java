package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.process.Child;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Puts candidates in front of the server behind, each with what its own defaults are, and what its documentation says for
 * WebSockets.
 *
 * @param home     of the project, built
 * @param debian   where Debian's programs are, with the script that runs them; empty: there are none
 * @param dir      for configurations, data and logs
 * @param kafka    bootstrap servers, with Bouncer's topics
 * @param upstream the port of the server behind
 */
record Stand(Path home, Optional<Path> debian, Path dir, String kafka, int upstream) {
    private static final String SECRET = "a-secret-of-the-tokens-0123456789abcdef";
    private static final int TRIES = 500;

    /** Starts an edge; its two routes. */
    List<Candidate> edge(String name) throws IOException {
        int port = freePort();
        Path config = dir.resolve(name + ".yml");
        Files.writeString(config, """
                bouncer:
                  kafka: { bootstrap-servers: "%s", replication-factor: 1 }
                  data-dir: %s
                  edge: { host: 127.0.0.1, port: %d, id: %s, drain: 0s }
                  apps:
                    bench:
                      tokens: { hmac-secret: "%s" }
                      routes:
                        plain: { path: /plain, upstream: "ws://127.0.0.1:%d" }
                        jwt: { path: /jwt, upstream: "ws://127.0.0.1:%d", identify: [jwt], jwt-from: "query:token", require: true }
                """.formatted(kafka, dir.resolve(name), port, name, SECRET, upstream, upstream));
        Child process = Child.start(name, dir, options(), List.of(home.resolve("bouncer").toString(), "edge",
                "--config", config.toString()));
        process.awaitLine("ready ");
        return List.of(new Candidate(Kind.PLAIN, port, "/plain", process),
                new Candidate(Kind.JWT, port, "/jwt?token=" + token(), process));
    }

    // A profile of the edge, for instance.
    private static Map<String, String> options() {
        String options = System.getenv("BENCH_EDGE_JAVA_OPTS");
        return options == null ? Map.of() : Map.of("BOUNCER_JAVA_OPTS", options);
    }

    private static String token() {
        try {
            JwtClaims claims = new JwtClaims();
            claims.setSubject("alice");
            claims.setExpirationTimeMinutesInTheFuture(600);
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(claims.toJson());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            token.setKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)));
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts nginx; empty: there is none. */
    Optional<Candidate> nginx(String name) throws IOException {
        int port = freePort();
        Path own = Files.createDirectories(dir.resolve(name));
        Files.writeString(own.resolve("nginx.conf"), """
                daemon off; user root; worker_processes auto; pid nginx.pid; error_log stderr;
                worker_rlimit_nofile 20000;
                events { worker_connections 16384; }
                http {
                    access_log off; client_body_temp_path body; proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d backlog=4096;
                        location / {
                            proxy_pass http://127.0.0.1:%d;
                            proxy_http_version 1.1;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection "upgrade";
                            proxy_set_header Host $host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_read_timeout 1h;
                            proxy_send_timeout 1h;
                        }
                    }
                }
                """.formatted(port, upstream));
        return program(Kind.NGINX, name, port, "nginx", "-e", "stderr", "-p", own + "/", "-c",
                own.resolve("nginx.conf").toString());
    }

    /** Starts HAProxy; empty: there is none. */
    Optional<Candidate> haproxy(String name) throws IOException {
        int port = freePort();
        Path config = dir.resolve(name + ".cfg");
        Files.writeString(config, """
                global
                    maxconn 9000
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 50s
                    timeout server 50s
                    timeout tunnel 1h
                    option forwardfor
                frontend front
                    bind 127.0.0.1:%d backlog 4096
                    default_backend back
                backend back
                    server upstream 127.0.0.1:%d
                """.formatted(port, upstream));
        return program(Kind.HAPROXY, name, port, "haproxy", "-db", "-f", config.toString());
    }

    private Optional<Candidate> program(Kind kind, String name, int port, String... command) throws IOException {
        if (debian.isEmpty()) return Optional.empty();
        List<String> whole = new ArrayList<>(List.of("sh", debian.get().resolve("run.sh").toString()));
        whole.addAll(List.of(command));
        Child process = Child.start(name, dir, Map.of(), whole);
        awaitListening(process, port);
        return Optional.of(new Candidate(kind, port, "/", process));
    }

    private static void awaitListening(Child process, int port) {
        for (int i = 0; i < TRIES; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive()) break;
                pause(20);
            }
        }
        throw new UncheckedIOException(new IOException("nothing listens on " + port));
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Makes Bouncer's topics. */
    void topics() throws IOException {
        try (Child create = Child.start("topics", dir, Map.of("BOUNCER_KAFKA_BOOTSTRAP_SERVERS", kafka,
                "BOUNCER_KAFKA_REPLICATION_FACTOR", "1"),
                List.of(home.resolve("bouncer").toString(), "topics",
                        "create"))) {
            create.awaitLine("created ");
            create.awaitEnd();
        }
    }
}
