package dev.bouncer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bouncer edges}: holds its two commands. */
@Command(name = "edges", synopsisSubcommandLabel = "COMMAND", description = "List the edges, or forget one.")
final class Edges implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected 'list' or 'forget'");
    }
}
