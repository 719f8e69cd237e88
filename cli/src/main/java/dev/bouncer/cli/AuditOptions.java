package dev.bouncer.cli;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;

import dev.bouncer.cli.audit.AuditLog;
import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.ProgressOnTerminal;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands that read the audit log have in common: where it is, and how texts on the command line are read. */
final class AuditOptions {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    /** Reads a log. */
    @FunctionalInterface
    interface Reading {
        /** Gives the exit status. */
        int of(AuditLog log) throws Exception;
    }

    /** The whole configuration, without what the command line says. */
    BouncerConfig file(Terminal terminal) {
        return kafka.file(terminal);
    }

    /** Runs it until a signal ends it, and says which Kafka an error comes from. */
    int run(Terminal terminal, OptionalInt statusOfSignal, Reading reading) throws Exception {
        return run(terminal, file(terminal), statusOfSignal, reading);
    }

    int run(Terminal terminal, Reading reading) throws Exception {
        return run(terminal, OptionalInt.empty(), reading);
    }

    int run(Terminal terminal, BouncerConfig file, Reading reading) throws Exception {
        return run(terminal, file, OptionalInt.empty(), reading);
    }

    private int run(Terminal terminal, BouncerConfig file, OptionalInt statusOfSignal, Reading reading)
            throws Exception {
        AuditLog log = log(terminal, kafka.over(file.kafka()));
        Callable<Integer> work = () -> AskedOfKafka.run(log.kafka(), () -> reading.of(log));
        return UntilSignal.run(statusOfSignal, work);
    }

    private static AuditLog log(Terminal terminal, KafkaConfig kafka) {
        Function<Task, Progress> progress = terminal.watched()
                ? task -> new ProgressOnTerminal(terminal.err(), terminal.clock(), task)
                : _ -> Progress.unseen();
        return new AuditLog(kafka, terminal.clock(), terminal.pause(), progress);
    }

    static Instant time(String option, String text) {
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitStatus.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    static @Nullable Instant optionalTime(String option, @Nullable String text) {
        return text == null ? null : time(option, text);
    }

    /** Reads {@code user:alice}. */
    static Subject subject(String option, String text) {
        int colon = text.indexOf(':');
        try {
            if (colon < 0) throw new IllegalArgumentException("expected kind:id like user:alice, got '" + text + "'");
            return new Subject(SubjectKind.ofWireName(text.substring(0, colon)), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitStatus.USAGE, option + ": " + e.getMessage(), e);
        }
    }

    /** A subject of the app that is given, or of the environment's. */
    static SubjectKey subject(Terminal terminal, @Nullable String app, String text) {
        String name = app != null ? app : terminal.environment().getOrDefault("BOUNCER_APP", "");
        if (name.isEmpty()) throw new CommandFailed(ExitStatus.USAGE, "expected --app or BOUNCER_APP, got neither");
        return new SubjectKey(name, subject("SUBJECT", text));
    }
}
