package dev.bouncer.e2e.guard;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import dev.bouncer.e2e.Fleet;
import dev.bouncer.e2e.clients.ClientRuntime;

/** The proxies that {@code ops} has a file for, and how each comes to know its users. */
enum ReverseProxy {
    NGINX {
        @Override
        ProcessBuilder command(Setting setting, Path dir) throws IOException {
            Path users = dir.resolve("users");
            Files.writeString(users, "alice:{PLAIN}pw\nbob:{PLAIN}pw\n" + STRANGE_NAME + ":{PLAIN}pw\n");
            OpsFile.fill("nginx/guard.conf",
                    Map.of("LISTEN", "127.0.0.1:" + setting.port(), "APPLICATION", setting.application().getAuthority(),
                            "USERS", users.toString(), "BOUNCER_API", setting.api().getAuthority(), "BOUNCER_APP",
                            Fleet.APP, "BOUNCER_KEY", setting.key()),
                    dir.resolve("guard.conf"));
            // What Debian's or Docker's nginx.conf has around it.
            Files.writeString(dir.resolve("nginx.conf"), """
                    daemon off; user root; worker_processes 1; pid nginx.pid; error_log stderr;
                    events { }
                    http {
                        access_log off; client_body_temp_path body; proxy_temp_path proxy;
                        fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                        include guard.conf;
                    }
                    """);
            return ClientRuntime.DEBIAN.command("run.sh", "nginx", "-e", "stderr", "-p", dir + "/", "-c",
                    dir.resolve("nginx.conf").toString());
        }

        @Override
        String credentials(String user) {
            return "Basic " + Base64.getEncoder().encodeToString((user + ":pw").getBytes(StandardCharsets.UTF_8));
        }
    },
    HAPROXY {
        @Override
        ProcessBuilder command(Setting setting, Path dir) {
            ProcessBuilder haproxy = ClientRuntime.DEBIAN.command("run.sh", "haproxy", "-db", "-f",
                    OpsFile.path("haproxy/guard.cfg").toString());
            haproxy.environment()
                    .putAll(Map.of("LISTEN", "127.0.0.1:" + setting.port(), "APPLICATION",
                            setting.application().getAuthority(), "JWT_SECRET", Fleet.TOKEN_SECRET, "GUARD_LUA",
                            OpsFile.path("haproxy/guard.lua").toString(), "BOUNCER_API", setting.api().toString(),
                            "BOUNCER_APP", Fleet.APP, "BOUNCER_KEY", setting.key()));
            return haproxy;
        }
    },
    ENVOY {
        @Override
        ProcessBuilder command(Setting setting, Path dir) throws IOException {
            Path yaml = dir.resolve("guard.yaml");
            String key = Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(Fleet.TOKEN_SECRET.getBytes(StandardCharsets.UTF_8));
            OpsFile.fill("envoy/guard.yaml",
                    Map.of("LISTEN_PORT", "" + setting.port(), "APPLICATION_HOST", setting.application().getHost(),
                            "APPLICATION_PORT", "" + setting.application().getPort(), "JWT_KEY", key, "BOUNCER_HOST",
                            setting.api().getHost(), "BOUNCER_PORT", "" + setting.api().getPort(), "BOUNCER_APP",
                            Fleet.APP, "BOUNCER_KEY", setting.key()),
                    yaml);
            return ClientRuntime.ENVOY.command("--use-dynamic-base-id", "--concurrency", "1", "--log-level", "warn",
                    "-c", yaml.toString());
        }
    };

    /** Holds what would have to be escaped, and looks like two subjects. */
    static final String STRANGE_NAME = "a,user=b%41";

    /**
     * Where a proxy stands.
     *
     * @param port        where it listens, on 127.0.0.1
     * @param application what it passes requests to
     * @param api         whom it asks
     * @param key         with which API key
     */
    record Setting(int port, URI application, URI api, String key) {}

    /** What runs it; its files are in that folder. */
    abstract ProcessBuilder command(Setting setting, Path dir) throws IOException;

    /** The header {@code Authorization} of a user. */
    String credentials(String user) {
        return "Bearer " + Fleet.token(user);
    }
}
