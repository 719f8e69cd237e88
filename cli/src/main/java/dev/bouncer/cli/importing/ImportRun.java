package dev.bouncer.cli.importing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.bouncer.cli.progress.Progress;
import dev.bouncer.importing.Draft;
import dev.bouncer.importing.Row;
import dev.bouncer.importing.RowReader;
import dev.bouncer.importing.SourceFile;

import org.jspecify.annotations.Nullable;

/** One run over one file: reads, sends in order, counts. One thread. */
final class ImportRun {
    private final SourceFile file;
    private final RowReader reader;
    private final Sink sink;
    private final Progress progress;
    private final Duration shift;
    private final boolean keepGoing;

    private final Tally tally = new Tally();
    private Batch batch = new Batch();
    private long rows;

    /**
     * Does not read yet.
     *
     * @param shift     by how much all times are moved
     * @param keepGoing whether it goes on after a row that cannot be read or is refused
     */
    ImportRun(SourceFile file, RowReader reader, Sink sink, Progress progress, Duration shift, boolean keepGoing) {
        this.file = file;
        this.reader = reader;
        this.sink = sink;
        this.progress = progress;
        this.shift = shift;
        this.keepGoing = keepGoing;
    }

    /** The latest time at which a command of the file was given, or null where no row says. Reads all of it. */
    static @Nullable Instant latest(RowReader reader) throws IOException {
        Instant latest = null;
        for (Row row = reader.next(); row != null; row = reader.next()) {
            Instant issued = row instanceof Row.Usable usable ? usable.draft().issuedAt() : null;
            if (issued != null && (latest == null || issued.isAfter(latest))) latest = issued;
        }
        return latest;
    }

    /**
     * Goes through the file, to its end or to the first bad row.
     *
     * @throws IOException                          if the file cannot be read any further; what was read before is done
     * @throws dev.bouncer.cli.client.CommandFailed if the API does not take the commands in
     */
    Tally run() throws IOException {
        try {
            for (Row row = reader.next(); row != null && !tally.stopped(); row = reader.next()) {
                take(row);
                progress.at(++rows, file.position());
            }
        } finally {
            send();
        }
        return tally;
    }

    private void take(Row row) {
        switch (row) {
            case Row.Usable usable -> take(usable);
            case Row.RepeatedHeader _ -> tally.add(Outcome.REPEATED_HEADER);
            case Row.Suppressed suppressed -> {
                tally.add(Outcome.SUPPRESSED_NAME);
                bad(suppressed.line(), "the source hides the subject's name");
            }
            case Row.Unreadable unreadable -> {
                tally.add(Outcome.UNREADABLE);
                bad(unreadable.line(), unreadable.why());
            }
        }
    }

    private void take(Row.Usable row) {
        Draft draft = shift.isZero() ? row.draft() : row.draft().shifted(shift);
        if (!batch.hasRoomFor(draft)) send();
        if (tally.stopped()) return;
        batch.add(row.line(), draft);
        if (row.cut()) tally.addCut();
    }

    private void bad(long line, String why) {
        progress.report("line " + line + ": " + why);
        if (!keepGoing) tally.stop();
    }

    private void send() {
        if (batch.isEmpty()) return;
        List<Batch.Entry> entries = batch.entries();
        batch = new Batch();
        List<Optional<String>> refusals = sink.send(entries);
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> refusal = refusals.get(i);
            tally.add(refusal.isPresent() ? Outcome.REJECTED : Outcome.ACCEPTED);
            if (refusal.isPresent()) bad(entries.get(i).line(), "refused by the API: " + refusal.get());
        }
    }
}
