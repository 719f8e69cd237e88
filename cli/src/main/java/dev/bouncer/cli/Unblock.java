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

/** {@code bouncer unblock}. */
@Command(name = "unblock", description = "Lift a block, if there is one.")
final class Unblock implements Callable<Integer> {
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

    Unblock(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Subject who = subject.subject();
        try (ApiClient client = api.client(terminal)) {
            Answer answer = wait.perform(terminal, client,
                    change -> client.delete(body(), change, "blocks", who.kind().wireName(), who.id()));
            terminal.out().println(json
                    ? answer.body().strip()
                    : "unblocked " + who.kind().wireName() + ' ' + Printable.line(who.id()));
            return wait.report(terminal, answer);
        }
    }

    private @Nullable String body() {
        return reason == null ? null : JsonNodeFactory.instance.objectNode().put("reason", reason).toString();
    }
}
