package dev.bouncer.cli;

import java.time.Instant;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.audit.AuditLog;
import dev.bouncer.cli.audit.Replay;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.BouncerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer replay}. */
@Command(name = "replay", description = {
        "Rebuild the topics from the audit log alone, under another prefix: for recovery, or to try new rules on old "
                + "commands.",
        "Nothing may write commands meanwhile that shall not be lost. The old topics are only read."})
final class ReplayCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Option(names = "--into", required = true, paramLabel = "PREFIX", description = "What stands before the new topics' "
            + "names. There must be none yet.")
    private String into = "";
    // Without it the new topics have as many partitions as the old.
    @Mixin
    private TopicOptions topics = new TopicOptions();
    @Option(names = "--until", paramLabel = "TIME", description = "Leave out later commands.")
    private @Nullable String until;
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Instant last = AuditOptions.optionalTime("--until", until);
        BouncerConfig file = audit.file(terminal);
        return audit.run(terminal, file, log -> {
            new Replay(log, file, into, topics::over, last).run(done -> print(log, done));
            return ExitStatus.OK.code();
        });
    }

    private void print(AuditLog log, Replay.Done done) {
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode().put("blocklist", done.topic())
                    .put("commands", done.commands()).put("blocks_in_force", done.blocks());
            done.heads().forEach(head -> object.withArray("heads").add(head.json()));
            terminal.out().println(object);
            return;
        }
        terminal.out().println("replayed " + done.commands() + " commands of " + log.kafka().topics().audit() + " into "
                + into + "; blocks in force: " + done.blocks());
        terminal.out().println("Where the old chains ended, to be kept with the old log:");
        done.heads().forEach(head -> terminal.out().println(head.json()));
    }
}
