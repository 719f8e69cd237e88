package dev.bouncer.cli;

import dev.bouncer.cli.audit.EventFilter;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events are wanted. */
final class AuditFilters {
    @Option(names = "--app", paramLabel = "APP", description = "Only of this app.")
    private @Nullable String app;
    @Option(names = "--subject", paramLabel = "KIND:ID", description = "Only about this subject: user:alice.")
    private @Nullable String subject;
    @Option(names = "--kind", paramLabel = "KIND", description = "Only about subjects of this kind: user, token, ip or "
            + "device.")
    private @Nullable String kind;
    @Option(names = "--actor", paramLabel = "NAME", description = "Only by this actor.")
    private @Nullable String actor;
    @Option(names = "--type", paramLabel = "TYPE", description = "Only such events: accepted or expired.")
    private @Nullable String type;
    @Option(names = "--command", paramLabel = "COMMAND", description = "Only such commands: block, unblock, terminate or "
            + "invalidate.")
    private @Nullable String command;
    @Option(names = "--from", paramLabel = "TIME", description = "Only from then on: 2026-11-21T00:00:00Z.")
    private @Nullable String from;

    /** @throws IllegalArgumentException if something is wrong */
    EventFilter filter(@Nullable String to) {
        return new EventFilter(app == null ? null : SubjectKey.requireApp(app),
                subject == null ? null : AuditOptions.subject("--subject", subject),
                kind == null ? null : SubjectKind.ofWireName(kind), actor, type, command,
                AuditOptions.optionalTime("--from", from), AuditOptions.optionalTime("--to", to));
    }
}
