package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells complete. */
class CompletionTest {
    @TempDir
    private Path dir = Path.of("");

    private static String script(String shell) {
        TestTerminal terminal = new TestTerminal();
        assertThat(terminal.run(Map.of(), "completion", shell)).isZero();
        return terminal.out();
    }

    @ParameterizedTest
    @CsvSource({"bouncer edg, edges", "bouncer audit ver, verify", "bouncer block --rea, --reason",
            "bouncer completion b, bash"})
    void bashCompletesCommandsAndOptions(String typed, String completed) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
        String words = typed.replaceAll("(\\S+)", "'$1'");
        Path asking = dir.resolve("asking.sh");
        Files.writeString(asking, script("bash") + "\nCOMP_WORDS=(" + words
                + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_complete_bouncer\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
        Process bash = new ProcessBuilder("/bin/bash", "-i", asking.toString()).redirectErrorStream(true).start();
        bash.getOutputStream().close();
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip))
                .contains(completed);
    }

    @Test
    void zshIsToldToTakeBashsCompletion() {
        assertThat(script("zsh")).startsWith("autoload -U +X bashcompinit && bashcompinit\n").endsWith(script("bash"));
    }

    @Test
    void ofAnotherShellNothingIsKnown() {
        TestTerminal terminal = new TestTerminal();
        assertThat(terminal.run(Map.of(), "completion", "fish")).isEqualTo(2);
        assertThat(terminal.err()).contains("BASH, ZSH");
    }
}
