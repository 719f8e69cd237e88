package dev.bouncer.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.bouncer.e2e.BuiltCli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AsyncAPI's own schema about the description of the topics. */
class AsyncApiIT {
    private static final ClientRuntime RUNTIME = ClientRuntime.node("asyncapi");
    private static final Path DOCUMENT = BuiltCli.HERE.home()
            .resolve("contract/src/main/resources/dev/bouncer/contract/asyncapi.json");

    @TempDir
    private Path dir = Path.of("");

    private record Ended(int status, String said) {}

    private static Ended validate(Path document) throws IOException, InterruptedException {
        Process process = RUNTIME.command("validate.mjs", document.toAbsolutePath().toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    @Test
    void the_document_is_valid() throws Exception {
        assertThat(validate(DOCUMENT)).isEqualTo(new Ended(0, "valid AsyncAPI 3.0.0\n"));
    }

    @Test
    void another_is_not() throws Exception {
        Path wrong = dir.resolve("wrong.json");
        Files.writeString(wrong, Files.readString(DOCUMENT).replace("\"action\": \"send\"", "\"action\": \"sent\""));
        assertThat(validate(wrong).status()).isEqualTo(1);
    }
}
