package dev.bouncer.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import dev.bouncer.bench.process.Launcher;
import dev.bouncer.config.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes to other processes by the environment. */
final class CredentialsTest {
    @Test
    void go_through_the_environment_and_show_nowhere() {
        Credentials given = new Credentials(new Secret("the-key"), new Secret("the-tokens"));

        assertThat(Credentials.of(given.environment())).isEqualTo(given);
        assertThat(Credentials.of(Map.of())).isEqualTo(Credentials.OWN);
        assertThat(given.toString()).doesNotContain("the-key", "the-tokens");
    }

    @Test
    void options_of_a_process_come_behind_those_of_all() {
        Launcher all = new Launcher(Path.of("/"), List.of("bouncer"),
                Map.of("BOUNCER_JAVA_OPTS", "-Xmx1g", "A_SETTING", "1"));

        assertThat(
                all.with(Map.of("BOUNCER_JAVA_OPTS", "-XX:+UseSerialGC", "OTHER", "x", "A_SETTING", "0")).environment())
                .isEqualTo(Map.of("BOUNCER_JAVA_OPTS", "-Xmx1g -XX:+UseSerialGC", "OTHER", "x", "A_SETTING", "0"));
    }
}
