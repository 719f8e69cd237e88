package dev.bouncer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.Anchors;
import dev.bouncer.cli.audit.AuditLog;
import dev.bouncer.cli.audit.Findings;
import dev.bouncer.cli.audit.Verification;
import dev.bouncer.cli.client.ExitStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer audit verify}. */
@Command(name = "verify", description = "Check the chain of every partition, its end, and that the blocklist is what the "
        + "events say. Prints the first break of each partition. Exit status 1: there are breaks.")
final class AuditVerify implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Option(names = "--heads", paramLabel = "FILE", description = "What 'audit heads --json' printed earlier, kept where "
            + "nobody could change it.")
    private @Nullable Path heads;
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    AuditVerify(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return audit.run(terminal, this::verify);
    }

    private int verify(AuditLog log) throws InterruptedException {
        Anchors anchors = heads == null ? Anchors.none() : Anchors.read(heads, log.kafka().topics().audit());
        try (Verification verification = new Verification(log, anchors)) {
            Findings findings = verification.run();
            if (json) {
                terminal.out().println(findings.json());
            } else {
                findings.breaks().forEach(found -> terminal.out().println(found.line()));
                findings.notes().forEach(terminal.out()::println);
                terminal.out().println(findings.summary());
            }
            return (findings.well() ? ExitStatus.OK : ExitStatus.FAILED).code();
        }
    }
}
