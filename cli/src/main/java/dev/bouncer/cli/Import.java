package dev.bouncer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Patience;
import dev.bouncer.cli.importing.BegunImport;
import dev.bouncer.cli.importing.FileImport;
import dev.bouncer.cli.importing.Outcome;
import dev.bouncer.cli.importing.Tally;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.ProgressLines;
import dev.bouncer.cli.progress.ProgressOnTerminal;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.importing.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bouncer import}. */
@Command(name = "import", description = {
        "Import a ban list or a log of blocks. Interrupted, it can be run again: nothing is done twice.",
        "Rows that are no command are reported with their line number and end the import; with --keep-going they are "
                + "passed over, and the exit status is 0 if the API took in every command of the others."})
final class Import implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ApiOptions api = new ApiOptions();
    @Parameters(paramLabel = "FILE", description = "The file, which may be gzip; - is standard input.")
    private String file = "";
    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = {
            "mediawiki-block-log: MediaWiki's log of blocks, as CSV;",
            "csv: the columns kind and id, and any of expires_at, reason, actor, message, type, issued_at;",
            "ndjson: commands, one JSON object a line."})
    private String format = "";
    @Option(names = "--shift-to-now", description = "Move all times so that the latest row is now.")
    private boolean shiftToNow;
    @Option(names = "--keep-going", description = "Go on after rows that are no command or are refused.")
    private boolean keepGoing;
    @Option(names = "--dry-run", description = "Read and count, send nothing.")
    private boolean dryRun;
    @Option(names = "--retry-for", paramLabel = "SECONDS", description = "How long to wait for an API that is away. "
            + "Default: 60.")
    private int retryFor = 60;
    @Option(names = "--json", description = "Print what came of the rows as one JSON object.")
    private boolean json;

    Import(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (retryFor < 0) throw new CommandFailed(ExitStatus.USAGE, "--retry-for: expected 0 or more, got " + retryFor);
        FileImport fileImport = new FileImport(file.equals("-") ? Optional.empty() : Optional.of(Path.of(file)),
                terminal.in(), Format.ofWireName(format), api.app(terminal), shiftToNow, keepGoing);
        Tally tally;
        if (dryRun) {
            tally = fileImport.dryRun(terminal.clock(), this::progress);
        } else {
            // The file's import tries again by itself: one attempt is all that is wanted of the client.
            try (ApiClient client = api.client(terminal, () -> patience(Duration.ZERO))) {
                tally = shiftToNow && !file.equals("-")
                        ? shifted(fileImport, client)
                        : into(fileImport, client, terminal.clock());
            }
        }
        return report(tally);
    }

    private Tally shifted(FileImport fileImport, ApiClient client) {
        if (!Files.exists(Path.of(file))) return into(fileImport, client, terminal.clock());
        BegunImport begun = BegunImport.of(terminal.environment(), Path.of(file),
                client.address().base() + " " + client.address().app(), terminal.clock());
        if (begun.again()) {
            terminal.err().println("going on with the import of this file that began at " + begun.at()
                    + ": times are moved as they were then");
        }
        Tally tally = into(fileImport, client, begun::at);
        begun.complete();
        return tally;
    }

    private Tally into(FileImport fileImport, ApiClient client, InstantSource clock) {
        return fileImport.into(client, () -> patience(Duration.ofSeconds(retryFor)), clock, this::progress);
    }

    private Patience patience(Duration allowed) {
        return ApiOptions.patience(terminal, allowed);
    }

    private Progress progress(OptionalLong size) {
        Task task = Task.file("import", "rows", size);
        return terminal.watched()
                ? new ProgressOnTerminal(terminal.err(), terminal.clock(), task)
                : new ProgressLines(terminal.err(), terminal.clock(), task);
    }

    private int report(Tally tally) {
        if (json) {
            terminal.out().println(counts(tally));
        } else {
            printCounts(tally);
        }
        if (tally.stopped()) {
            throw new CommandFailed(ExitStatus.FAILED,
                    "stopped at the first bad row; --keep-going passes over such rows");
        }
        return (tally.count(Outcome.REJECTED) > 0 ? ExitStatus.FAILED : ExitStatus.OK).code();
    }

    private static ObjectNode counts(Tally tally) {
        ObjectNode counts = JsonNodeFactory.instance.objectNode();
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome.name().toLowerCase(Locale.ROOT), tally.count(outcome));
        }
        return counts.put("cut", tally.cut()).put("stopped", tally.stopped());
    }

    private void printCounts(Tally tally) {
        for (Outcome outcome : Outcome.values()) {
            String words = dryRun && outcome == Outcome.ACCEPTED ? "readable" : outcome.words();
            terminal.out().println(words + ": " + tally.count(outcome));
        }
        if (tally.cut() > 0)
            terminal.out().println("reasons cut to the longest that a command may have: " + tally.cut());
    }
}
