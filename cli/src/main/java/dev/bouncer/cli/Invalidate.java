package dev.bouncer.cli;

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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer invalidate}. */
@Command(name = "invalidate", description = "Make a user's or device's tokens of before a time count no more: connections "
        + "made with one are closed, those with a newer token stay.")
final class Invalidate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Mixin
    private SubjectOptions subject = new SubjectOptions();
    @Mixin
    private WaitOption wait = new WaitOption();
    @ArgGroup
    private End end = new End();

    @Option(names = "--issued-before", paramLabel = "TIME", description = "The first time whose tokens count: "
            + "2026-12-01T12:00:00Z. Default: now.")
    private @Nullable String issuedBefore;
    @Option(names = "--lift", description = "Lift it: all tokens count again.")
    private boolean lift;
    @Option(names = "--reason", paramLabel = "TEXT", description = "For moderators and auditors; the user never sees it.")
    private @Nullable String reason;
    @Option(names = "--message", paramLabel = "TEXT", description = "What the user is told.")
    private @Nullable String message;
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    /** When it ends; the API judges the texts. */
    static final class End {
        @Option(names = "--for", paramLabel = "TIME", description = "How long, as tokens live: 30m, 2h, 7d. Default: for "
                + "ever.")
        private @Nullable String length;
        @Option(names = "--until", paramLabel = "TIME", description = "Until when: 2026-12-01T12:00:00Z.")
        private @Nullable String time;
    }

    Invalidate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Subject who = subject.subject();
        if (lift && (issuedBefore != null || message != null || end.length != null || end.time != null))
            throw new CommandFailed(ExitStatus.USAGE, "--lift: expected no other option than --reason beside it");
        ObjectNode body = body();
        try (ApiClient client = api.client(terminal)) {
            String kind = who.kind().wireName();
            Answer answer = wait.perform(terminal, client, change -> lift
                    ? client.delete(body.isEmpty() ? null : body.toString(), change, "invalidations", kind, who.id())
                    : client.put(body.toString(), change, "invalidations", kind, who.id()));
            terminal.out().println(json ? answer.body().strip() : words(answer, kind + ' ' + Printable.line(who.id())));
            return wait.report(terminal, answer);
        }
    }

    private String words(Answer answer, String who) {
        if (lift) return "tokens of " + who + " count again";
        return "tokens of " + BlockText.of(answer.object()).subjectAndEnd() + " count no more if issued before "
                + Printable.line(answer.object().path("issued_before").asText());
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        put(body, "issued_before", issuedBefore);
        put(body, "for", end.length);
        put(body, "expires_at", end.time);
        put(body, "reason", reason);
        put(body, "message", message);
        return body;
    }

    private static void put(ObjectNode body, String field, @Nullable String text) {
        if (text != null) body.put(field, text);
    }
}
