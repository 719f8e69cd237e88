package dev.bouncer.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.bouncer.cli.client.Answer;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.contract.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer show}. */
@Command(name = "show", description = "Show the block of a subject. Exit status 3: there is none in force.")
final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Mixin
    private SubjectOptions subject = new SubjectOptions();
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    Show(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Subject who = subject.subject();
        try (ApiClient client = api.client(terminal)) {
            Answer answer = client.get(Map.of(), "blocks", who.kind().wireName(), who.id());
            if (json) {
                terminal.out().println(answer.body().strip());
            } else {
                new TextTable(terminal.out(), BlockText.COLUMNS)
                        .print(List.of(BlockText.of(answer.object()).cells()));
            }
        }
        return 0;
    }
}
