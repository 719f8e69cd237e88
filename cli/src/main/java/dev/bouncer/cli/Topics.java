package dev.bouncer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bouncer topics}: holds its two commands. */
@Command(name = "topics", synopsisSubcommandLabel = "COMMAND", description = "Create or check the topics.")
final class Topics implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected 'create' or 'check'");
    }
}
