package dev.bouncer.cli;

import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bouncer completion}. */
@Command(name = "completion", description = {"Print what makes a shell complete bouncer's commands and options.",
        "For bash: source <(bouncer completion bash). For zsh, after compinit: source <(bouncer completion zsh)."})
final class Completion implements Callable<Integer> {
    private final Terminal terminal;

    enum Shell {
        BASH, ZSH;

        /** As it is typed. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("bouncer", spec.root().commandLine());
        // The script is for both, but zsh has bash's completion only once it is told so.
        if (shell == Shell.ZSH) terminal.out().println("autoload -U +X bashcompinit && bashcompinit");
        terminal.out().print(script);
        return 0;
    }
}
