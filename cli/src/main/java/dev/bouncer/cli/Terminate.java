package dev.bouncer.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.Printable;
import dev.bouncer.contract.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer terminate}. */
@Command(name = "terminate", description = "Close a subject's connections; it may come back at once.")
final class Terminate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Mixin
    private SubjectOptions subject = new SubjectOptions();
    @Mixin
    private WaitOption wait = new WaitOption();
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
        try (ApiClient client = api.client(terminal)) {
            Answer answer = wait.perform(terminal,
                    change -> client.delete(body(), change, "sessions", who.kind().wireName(), who.id()), false);
            terminal.out().println(json
                    ? answer.body().strip()
                    : "terminated " + who.kind().wireName() + ' ' + Printable.line(who.id()));
            return wait.report(terminal, answer);
        }
    }

    private @Nullable String body() {
        return reason == null ? null : JsonNodeFactory.instance.objectNode().put("reason", reason).toString();
    }
}
