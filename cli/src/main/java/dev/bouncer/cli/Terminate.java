package dev.bouncer.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Printable;
import dev.bouncer.contract.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer terminate}. */
@Command(name = "terminate", description = "Close a subject's connections, or some of them; it may "
        + "come back at once.")
final class Terminate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Mixin
    private SubjectOptions subject = new SubjectOptions();
    @Mixin
    private WaitOption wait = new WaitOption();
    @Option(names = "--only", paramLabel = "SESSION", description = "Only this one of its sessions; again for more.")
    private List<String> only = List.of();
    @Option(names = "--except", paramLabel = "SESSION", description = "Not this one; again for more.")
    private List<String> except = List.of();
    @Option(names = "--close-code", paramLabel = "CODE", description = "What clients are told: 3000 to 4999.")
    private @Nullable Integer closeCode;
    @Option(names = "--close-reason", paramLabel = "TEXT", description = "And in words; with --close-code.")
    private String closeReason = "";
    @Option(names = "--reason", paramLabel = "TEXT", description = "For moderators and auditors.")
    private @Nullable String reason;
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    Terminate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Subject who = subject.subject();
        String body = body();
        try (ApiClient client = api.client(terminal)) {
            Answer answer = wait.perform(terminal, client,
                    change -> client.delete(body, change, "sessions", who.kind().wireName(), who.id()));
            terminal.out().println(json
                    ? answer.body().strip()
                    : "terminated " + who.kind().wireName() + ' ' + Printable.line(who.id()));
            return wait.report(terminal, answer);
        }
    }

    private @Nullable String body() {
        if (closeCode == null && !closeReason.isEmpty())
            throw new CommandFailed(ExitStatus.USAGE, "--close-reason: expected --close-code with it, got none");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!only.isEmpty()) only.forEach(body.putArray("only")::add);
        if (!except.isEmpty()) except.forEach(body.putArray("except")::add);
        if (closeCode != null) body.putObject("close").put("code", closeCode).put("reason", closeReason);
        if (reason != null) body.put("reason", reason);
        return body.isEmpty() ? null : body.toString();
    }
}
