package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/** What is to be done about a subject. Immutable; each has a short form and methods that give one that says more. */
public sealed interface Command permits Block, Unblock, Terminate, Invalidate {
    /** Whom it is about. */
    Subject subject();

    /** For moderators and auditors; never reaches a client. */
    @Nullable
    String reason();
}
