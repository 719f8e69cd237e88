package dev.bouncer.cli;

import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.History;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bouncer audit history}. */
@Command(name = "history", description = "Print all events about a subject, oldest first.")
final class AuditHistory implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Parameters(paramLabel = "SUBJECT", description = "Kind and id: user:alice.")
    private String subject = "";
    @Option(names = "--app", paramLabel = "APP", description = "The app; otherwise BOUNCER_APP.")
    private @Nullable String app;
    @Option(names = "--json", description = "Print them as JSON, one a line.")
    private boolean json;

    AuditHistory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        SubjectKey who = AuditOptions.subject(terminal, app, subject);
        return audit.run(terminal, log -> {
            long count = new History(log, who).write(terminal.out(), json);
            if (count == 0) terminal.err().println("There are no events about " + who + ".");
            return ExitStatus.OK.code();
        });
    }
}
