package dev.bouncer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bouncer audit}: holds its commands. */
@Command(name = "audit", synopsisSubcommandLabel = "COMMAND", description = "Read and check the audit log, straight from "
        + "Kafka.")
final class Audit implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "expected 'tail', 'history', 'at', 'verify', 'heads' or 'export'");
    }
}
