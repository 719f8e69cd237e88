package dev.bouncer.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.bench.fleet.Node;
import dev.bouncer.bench.fleet.Tokens;
import dev.bouncer.bench.gateway.Candidate.Kind;
import dev.bouncer.bench.process.Child;
import dev.bouncer.bench.process.Ports;

/**
 * Puts candidates in front of the server behind, each with what its own defaults are, and what its documentation says for
 * WebSockets.
 *
 * @param fleet    with a broker
 * @param debian   where Debian's programs are, with the script that runs them; empty: there are none
 * @param dir      for configurations, data and logs
 * @param upstream the port of the server behind
 */
record Stand(Fleet fleet, Optional<Path> debian, Path dir, int upstream) {
    private static final int TRIES = 500;

    /** Starts an edge; its two routes. */
    List<Candidate> edge(String name) throws IOException {
        Node edge = fleet.startEdge(name, """
                        plain: { path: /plain, upstream: "ws://127.0.0.1:%1$d" }
                        jwt: { path: /jwt, upstream: "ws://127.0.0.1:%1$d", identify: [jwt], jwt-from: "query:token", require: true }
                """.formatted(upstream));
        return List.of(new Candidate(Kind.PLAIN, edge.edge(), "/plain", edge.process()),
                new Candidate(Kind.JWT, edge.edge(), "/jwt?token=" + Tokens.of("alice"), edge.process()));
    }

    /** Starts nginx; empty: there is none. */
    Optional<Candidate> nginx(String name) throws IOException {
        int port = Ports.free();
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
        int port = Ports.free();
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

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }
}
