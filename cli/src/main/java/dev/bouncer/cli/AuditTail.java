package dev.bouncer.cli;

import java.util.OptionalInt;
import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.EventFilter;
import dev.bouncer.cli.audit.EventStream;
import dev.bouncer.cli.client.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer audit tail}. */
@Command(name = "tail", description = "Print events as they happen, from now on or from some time, until it is interrupted.")
final class AuditTail implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Mixin
    private AuditFilters filters = new AuditFilters();
    @Option(names = "--json", description = "Print them as JSON, one a line.")
    private boolean json;

    AuditTail(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        EventFilter filter = filters.filter(null);
        return audit.run(terminal, OptionalInt.of(ExitStatus.OK.code()), log -> {
            new EventStream(log, filter, terminal.err()::println).follow(terminal.out(), json);
            return ExitStatus.OK.code();
        });
    }
}
