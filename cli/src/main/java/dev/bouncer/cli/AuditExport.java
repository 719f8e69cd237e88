package dev.bouncer.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;

import dev.bouncer.cli.audit.AuditLog;
import dev.bouncer.cli.audit.EventFilter;
import dev.bouncer.cli.audit.EventStream;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer audit export}. */
@Command(name = "export", description = {"Write events to standard output or a file, partition by partition.",
        "In CSV, a text that a spreadsheet would take for a formula has an apostrophe in front; NDJSON has all as it is."})
final class AuditExport implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    private final Terminal terminal;

    @Mixin
    private AuditOptions audit = new AuditOptions();
    @Mixin
    private AuditFilters filters = new AuditFilters();
    @Option(names = "--to", paramLabel = "TIME", description = "Only before then.")
    private @Nullable String to;
    @Option(names = "--format", paramLabel = "FORMAT", description = "ndjson or csv. Default: ndjson.")
    private Format format = Format.NDJSON;
    @Option(names = "--json", description = "The same as --format ndjson.")
    private boolean json;
    @Option(names = "--output", paramLabel = "FILE", description = "Where to; it is there only once it is complete. "
            + "Default: standard output.")
    private @Nullable Path output;

    private enum Format {
        NDJSON, CSV
    }

    AuditExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        EventFilter filter = filters.filter(to);
        return audit.run(terminal, log -> {
            if (output == null) {
                PrintStream out = buffered(terminal.out());
                try {
                    write(log, filter, out);
                } finally {
                    out.flush();
                }
            } else {
                toFile(log, filter, output);
            }
            return ExitStatus.OK.code();
        });
    }

    private void toFile(AuditLog log, EventFilter filter, Path file) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".new");
        try (PrintStream out = buffered(Files.newOutputStream(begun))) {
            write(log, filter, out);
            if (out.checkError()) throw new IOException("could not be written to its end");
            Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(ExitStatus.FAILED, file + ": cannot be written: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(begun);
        }
    }

    private void write(AuditLog log, EventFilter filter, PrintStream out) {
        new EventStream(log, filter, terminal.err()::println).export(out, !json && format == Format.CSV);
    }

    private static PrintStream buffered(OutputStream out) {
        return new PrintStream(new BufferedOutputStream(out, BUFFER), false, StandardCharsets.UTF_8);
    }
}
