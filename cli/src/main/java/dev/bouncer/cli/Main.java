package dev.bouncer.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import dev.bouncer.cli.log.LogFormat;
import picocli.CommandLine;

/** The command line {@code bouncer}: the one place where it is put together. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    static int run(Terminal terminal, String... args) {
        try {
            LogFormat.in(terminal.environment());
        } catch (IllegalArgumentException e) {
            terminal.err().println("bouncer: " + Printable.line(String.valueOf(e.getMessage())));
            return ExitStatus.USAGE.code();
        }
        CommandLine bouncer = commands(terminal);
        Errors errors = new Errors(terminal, Arrays.asList(args));
        bouncer.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors)
                .setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true);
        explainExitStatus(bouncer);
        return bouncer.execute(args);
    }

    /** All commands there are. */
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new Bouncer()).addSubcommand(new Demo(terminal))
                .addSubcommand(new Up(terminal)).addSubcommand(new RunApi(terminal))
                .addSubcommand(new RunStreams(terminal)).addSubcommand(new RunEdge(terminal))
                .addSubcommand(new CommandLine(new Topics()).addSubcommand(new TopicsCreate(terminal))
                        .addSubcommand(new TopicsCheck(terminal)))
                .addSubcommand(new Block(terminal)).addSubcommand(new Unblock(terminal))
                .addSubcommand(new Invalidate(terminal))
                .addSubcommand(new Terminate(terminal)).addSubcommand(new Show(terminal))
                .addSubcommand(new ListBlocks(terminal)).addSubcommand(new Sessions(terminal))
                .addSubcommand(new Import(terminal))
                .addSubcommand(new Token(terminal, app -> LocalNode.of(terminal.environment(), null).tokens(app)))
                .addSubcommand(new Connect(terminal))
                .addSubcommand(new CommandLine(new Audit()).addSubcommand(new AuditTail(terminal))
                        .addSubcommand(new AuditHistory(terminal)).addSubcommand(new AuditAt(terminal))
                        .addSubcommand(new AuditVerify(terminal)).addSubcommand(new AuditHeads(terminal))
                        .addSubcommand(new AuditExport(terminal)))
                .addSubcommand(new CommandLine(new Edges()).addSubcommand(new EdgesList(terminal))
                        .addSubcommand(new EdgesForget(terminal)))
                .addSubcommand(new ReplayCommand(terminal)).addSubcommand(bench(terminal))
                .addSubcommand(new Completion(terminal));
    }

    // Asked first: the command line looks into all its commands, even if another is run.
    private static Object bench(Terminal terminal) {
        return BenchLeftOut.isSo() ? new BenchLeftOut() : new BenchCommand(terminal);
    }

    private static void explainExitStatus(CommandLine command) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitStatus status : ExitStatus.values()) {
            meanings.put(Integer.toString(status.code()), status.meaning());
        }
        command.getCommandSpec().usageMessage().exitCodeListHeading("Exit status:%n").exitCodeList(meanings);
        command.getSubcommands().values().forEach(Main::explainExitStatus);
    }
}
