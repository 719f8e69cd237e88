package dev.bouncer.api.console.feed;

import java.util.OptionalLong;

/** The ids of events: which process numbered the changes, and up to which one they have been told. */
final class EventId {
    private final String process;

    /** @param process another one for each process, of one line */
    EventId(String process) {
        this.process = process;
    }

    String of(long change) {
        return process + '-' + change;
    }

    /** The change that an id of this process stands for; nothing: it is of another one, or none. */
    OptionalLong change(String id) {
        if (!id.startsWith(process + '-')) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(id, process.length() + 1, id.length(), 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
