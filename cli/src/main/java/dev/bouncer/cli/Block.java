package dev.bouncer.cli;

import java.time.Instant;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer block}. */
@Command(name = "block", description = "Block a subject: its connections are closed, and it cannot connect.")
final class Block implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Mixin
    private SubjectOptions subject = new SubjectOptions();
    @Mixin
    private WaitOption wait = new WaitOption();
    @Mixin
    private ReachOptions reach = new ReachOptions();
    @ArgGroup
    private End end = new End();

    @Option(names = "--reason", paramLabel = "TEXT", description = "For moderators and auditors; the user never sees it.")
    private @Nullable String reason;
    @Option(names = "--message", paramLabel = "TEXT", description = "What the user is told.")
    private @Nullable String message;
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    /** When it ends. */
    static final class End {
        @Option(names = "--for", paramLabel = "TIME", description = "How long: 90s, 30m, 2h, 7d. Default: for ever.")
        private @Nullable String length;
        @Option(names = "--until", paramLabel = "TIME", description = "Until when: 2026-12-01T12:00:00Z.")
        private @Nullable String time;
    }

    Block(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Subject who = subject.subject();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        put(body, "for", end.length);
        Instant until = AuditOptions.optionalTime("--until", end.time);
        put(body, "expires_at", until == null ? null : Times.format(until));
        put(body, "reason", reason);
        put(body, "message", message);
        reach.putInto(body, terminal.clock());
        try (ApiClient client = api.client(terminal)) {
            Answer answer = wait.perform(terminal, client,
                    change -> client.put(body.toString(), change, "blocks", who.kind().wireName(), who.id()));
            terminal.out().println(json
                    ? answer.body().strip()
                    : "blocked " + BlockText.of(answer.object()).subjectAndEnd());
            return wait.report(terminal, answer);
        }
    }

    private static void put(ObjectNode body, String field, @Nullable String text) {
        if (text != null) body.put(field, text);
    }
}
