package dev.bouncer.cli.importing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.bouncer.cli.client.ApiClient;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.client.Patience;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.importing.Format;
import dev.bouncer.importing.RowReader;
import dev.bouncer.importing.SourceFile;

/**
 * Imports one file.
 *
 * @param file       where it is; nothing: standard input
 * @param stdin      standard input
 * @param format     what it is
 * @param app        whose blocks they become
 * @param shiftToNow whether all times are moved so that the latest row is now; only of a file, which is then read twice
 * @param keepGoing  whether it goes on after a row that cannot be read or is refused
 */
public record FileImport(Optional<Path> file, InputStream stdin, Format format, String app, boolean shiftToNow,
        boolean keepGoing) {
    /** @throws IllegalArgumentException if standard input would have to be read twice */
    public FileImport {
        if (shiftToNow && file.isEmpty()) {
            throw new IllegalArgumentException(
                    "--shift-to-now reads the file twice, which standard input does not allow: give the file's name");
        }
    }

    /**
     * Sends what is in the file; blocks until all of it is safe.
     *
     * @param patience how long it may be without any headway
     * @param progress makes what tells how far it has come, given the file's size
     * @throws CommandFailed if the file cannot be read, or the API does not take the commands in
     */
    public Tally into(ApiClient api, Supplier<Patience> patience, InstantSource clock,
            Function<OptionalLong, Progress> progress) {
        return run(shown -> new ApiSink(api, patience, shown), clock, progress);
    }

    /** Reads the file as {@link #into} does, and sends nothing. */
    public Tally dryRun(InstantSource clock, Function<OptionalLong, Progress> progress) {
        return run(_ -> entries -> entries.stream().map(_ -> Optional.<String>empty()).toList(), clock, progress);
    }

    private Tally run(Function<Progress, Sink> sink, InstantSource clock, Function<OptionalLong, Progress> progress) {
        try {
            Duration shift = shiftToNow ? shift(clock) : Duration.ZERO;
            try (SourceFile source = open(); Progress shown = progress.apply(source.size())) {
                RowReader reader = format.reader(source.content(), app);
                return new ImportRun(source, reader, sink.apply(shown), shown, shift, keepGoing).run();
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new CommandFailed(ExitStatus.USAGE, name() + ": no such file", e);
        } catch (IOException e) {
            throw new CommandFailed(ExitStatus.FAILED, name() + ": cannot be read any further: " + e.getMessage(), e);
        }
    }

    private Duration shift(InstantSource clock) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try (SourceFile source = open()) {
            Instant latest = ImportRun.latest(format.reader(source.content(), app));
            if (latest == null) {
                throw new CommandFailed(ExitStatus.USAGE,
                        name() + ": --shift-to-now needs rows that say when they were given, found none");
            }
            return Duration.between(latest, now);
        }
    }

    private SourceFile open() throws IOException {
        return file.isPresent() ? SourceFile.open(file.get()) : SourceFile.of(stdin);
    }

    private String name() {
        return file.map(Path::toString).orElse("standard input");
    }
}
