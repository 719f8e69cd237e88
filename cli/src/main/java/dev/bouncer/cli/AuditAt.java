package dev.bouncer.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.AuditLog;
import dev.bouncer.cli.audit.EventText;
import dev.bouncer.cli.audit.PointInTime;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bouncer audit at}. */
@Command(name = "at", description = "Print the blocks and invalidations that were in force at some time. Exit status 3: no "
        + "block of the subject asked about.")
final class AuditAt implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Parameters(index = "0", paramLabel = "TIME", description = "When: 2026-11-21T12:00:00Z.")
    private String time = "";
    @Parameters(index = "1", arity = "0..1", paramLabel = "SUBJECT", description = "Kind and id: user:alice. Default: all.")
    private @Nullable String subject;
    @Option(names = "--app", paramLabel = "APP", description = "The app; with a subject, otherwise BOUNCER_APP. Without: "
            + "all apps.")
    private @Nullable String app;
    @Option(names = "--json", description = "Print the blocks as JSON, one a line.")
    private boolean json;

    AuditAt(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Instant at = AuditOptions.time("TIME", time);
        if (subject == null) return audit.run(terminal, log -> all(log, at));
        SubjectKey who = AuditOptions.subject(terminal, app, subject);
        return audit.run(terminal, log -> {
            Optional<BlockEntry> block = new PointInTime(log, at).of(BlocklistKey.block(who));
            block.ifPresent(this::print);
            if (dev.bouncer.contract.Command.Invalidate.allows(who.subject().kind()))
                new PointInTime(log, at).of(BlocklistKey.invalidation(who)).ifPresent(this::print);
            if (block.isEmpty()) terminal.err().println(who + " was not blocked.");
            return (block.isPresent() ? ExitStatus.OK : ExitStatus.NOT_BLOCKED).code();
        });
    }

    private int all(AuditLog log, Instant at) {
        if (app != null) SubjectKey.requireApp(app);
        new PointInTime(log, at).all(block -> {
            if (app == null || app.equals(block.subject().app())) print(block);
        });
        return ExitStatus.OK.code();
    }

    private void print(BlockEntry block) {
        PrintStream out = terminal.out();
        out.println(json ? new String(BlockJson.encode(block), StandardCharsets.UTF_8) : EventText.line(block));
    }
}
