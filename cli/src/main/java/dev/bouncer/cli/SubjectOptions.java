package dev.bouncer.cli;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whom a command is about. */
final class SubjectOptions {
    @Parameters(paramLabel = "ID", description = "The subject's id, as it is: it may hold colons and slashes.")
    private String id = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "user, token, ip, device or app. Default: user.")
    private String kind = "user";

    /** @throws IllegalArgumentException if it is none */
    Subject subject() {
        return new Subject(SubjectKind.ofWireName(kind), id);
    }
}
