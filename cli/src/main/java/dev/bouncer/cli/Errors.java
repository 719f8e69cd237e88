package dev.bouncer.cli;

import java.util.List;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import dev.bouncer.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every error ends here: one line for the person, one status for the script, the stack trace for who asks for it. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;
    private final boolean debug;

    Errors(Terminal terminal, List<String> args) {
        this.terminal = terminal;
        this.debug = args.contains("--debug");
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        tell(e, text(e) + " (see '" + command + " --help')");
        return ExitStatus.USAGE.code();
    }

    private static String text(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                && !e.getCommandLine().getSubcommands().isEmpty()) {
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult result) {
        tell(e, e.getMessage() == null ? e.toString() : e.getMessage());
        return status(e).code();
    }

    private static ExitStatus status(Exception e) {
        return switch (e) {
            case CommandFailed failed -> failed.status();
            case ConfigException _ -> ExitStatus.USAGE;
            case IllegalArgumentException _ -> ExitStatus.USAGE;
            default -> ExitStatus.FAILED;
        };
    }

    private void tell(Exception e, String message) {
        terminal.err().println("bouncer: " + Printable.line(message));
        if (debug) e.printStackTrace(terminal.err());
    }
}
