package dev.bouncer.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/gateway.md} quotes of the servers' programs stands there; {@link RealServersIT} runs the rest. */
class GatewayDocTest {
    @Test
    void the_configuration_to_begin_with_is_whole(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("bouncer.yml");
        Files.writeString(file, GatewayDoc.configuration("In five minutes").replace("…", "0123456789abcdef".repeat(2)));

        BouncerConfig config = ConfigFile.load(file, Map.of());

        assertThat(config.apps().values()).singleElement().satisfies(app -> assertThat(app.routes()).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource
    void the_code_is_that_of_the_program(Server server) throws IOException {
        String program = unindented(Files.readString(server.source()));

        assertThat(server.quoted()).isNotEmpty()
                .allSatisfy(code -> assertThat(program).contains(unindented(code)));
    }

    // It may stand deeper there.
    private static String unindented(String code) {
        return code.replaceAll("(?m)^ +", "");
    }

    @ParameterizedTest
    @EnumSource
    void the_configuration_is_for_one_server(Server server) {
        assertThat(server.routes("here:1")).isNotEmpty();
        assertThat(server.routes("here:1").values())
                .allSatisfy(route -> assertThat(route.toString()).contains("here:1"));
    }
}
