package dev.bouncer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.bouncer.bench.floor.PlainServer;
import dev.bouncer.bench.process.Child;
import dev.bouncer.config.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and the close frames they lead to, at the plain server: that each is found, not how fast. */
final class KicksTest {
    private static final Secret SECRET = new Secret("signs-no-token-here");

    @TempDir
    private Path dir;
    private Child server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = Child.java("plain", dir, PlainServer.class);
        port = Integer.parseInt(server.awaitLine("port="));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Kicks kicks(String path) {
        return new Kicks(new Call(Address.local(port), "POST", path, "key", "{}"), 200);
    }

    @Test
    void each_command_closes_its_own_user() throws Exception {
        try (Users users = Users.connect("u", List.of(Address.local(port)), "/ws/{user}", SECRET, 60)) {
            Kicks.Took took = kicks("/kick/{user}").run(users, 10, 40);
            assertThat(took.closed().getTotalCount()).isEqualTo(40);
            assertThat(took.answered().getTotalCount()).isEqualTo(40);
            assertThat(took.closed().getMinValue()).isPositive();
            for (int i = 0; i < 60; i++)
                assertThat(users.get(i).channel().isOpen()).as("user %d", i).isEqualTo(i < 10 || i >= 50);
        }
    }

    @Test
    void nobody_is_waited_for_who_is_not_connected() throws Exception {
        try (Users users = Users.absent("u")) {
            Kicks.Took took = kicks("/kick/{user}").run(users, 0, 20);
            assertThat(took.closed().getTotalCount()).isZero();
            assertThat(took.answered().getTotalCount()).isEqualTo(20);
        }
    }

    @Test
    void a_refused_command_ends_the_measurement() throws Exception {
        try (Users users = Users.absent("u")) {
            assertThatThrownBy(() -> kicks("/nowhere/{user}").run(users, 0, 1)).hasMessageContaining("404");
        }
    }
}
