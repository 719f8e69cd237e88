package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/** The subject may connect again, whether it was blocked or not. */
public record Unblock(Subject subject, @Nullable String reason) implements Command {
    /** Without a reason. */
    public static Unblock of(Subject subject) {
        return new Unblock(subject, null);
    }

    /** The same with what moderators are told. */
    public Unblock because(String why) {
        return new Unblock(subject, why);
    }
}
