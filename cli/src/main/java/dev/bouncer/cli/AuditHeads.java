package dev.bouncer.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.ChainHeads;
import dev.bouncer.cli.audit.Head;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.contract.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer audit heads}. */
@Command(name = "heads", description = "Print where the chain of each partition ends: kept elsewhere, it proves to 'verify' "
        + "all that came before.")
final class AuditHeads implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Option(names = "--json", description = "Print them as 'verify --heads' takes them, one a line.")
    private boolean json;

    AuditHeads(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return audit.run(terminal, log -> {
            List<Head> heads = ChainHeads.locate(log.kafka(), log.pause());
            if (json) {
                heads.forEach(head -> terminal.out().println(head.json()));
            } else {
                new TextTable(terminal.out(), List.of("PARTITION", "EVENTS", "LAST", "AT", "HASH"))
                        .print(heads.stream().map(AuditHeads::cells).toList());
            }
            return ExitStatus.OK.code();
        });
    }

    private static List<String> cells(Head head) {
        return List.of(Integer.toString(head.partition()), Long.toString(head.chain().length()),
                Long.toString(head.offset()), Times.format(head.at()), head.chain().hash());
    }
}
