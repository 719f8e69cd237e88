package dev.bouncer.cli;

import java.util.concurrent.Callable;

import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bouncer edges forget}. */
@Command(name = "forget", description = "Wait no more for an edge that is gone for good; it is back if it speaks again. Needs a key with the scope admin.")
final class EdgesForget implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Parameters(paramLabel = "ID", description = "The edge's id.")
    private String id = "";
    @Option(names = "--json", description = "Print the API's answer.")
    private boolean json;

    EdgesForget(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ApiClient client = api.client(terminal)) {
            String answer = client.deleteShared("edges", id).body().strip();
            terminal.out().println(json ? answer : "forgot " + Printable.line(id));
        }
        return 0;
    }
}
