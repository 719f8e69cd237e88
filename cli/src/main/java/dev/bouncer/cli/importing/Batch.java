package dev.bouncer.cli.importing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.bouncer.contract.Subject;
import dev.bouncer.importing.Draft;

/**
 * Commands that travel in one request. No two of them are about one subject: whatever becomes of single lines, sending
 * those again that failed cannot put a subject's commands into another order. One thread.
 */
final class Batch {
    private static final int MAX_COMMANDS = 1_000;
    private static final int MAX_CHARACTERS = 1 << 20;

    private final List<Entry> entries = new ArrayList<>();
    private final Set<Subject> subjects = new HashSet<>();
    private int characters;

    /**
     * A command in it.
     *
     * @param line of the file
     * @param json what is sent, without the end of the line
     */
    record Entry(long line, String json) {}

    /** Whether there is room for this one. */
    boolean hasRoomFor(Draft draft) {
        return entries.size() < MAX_COMMANDS && characters < MAX_CHARACTERS && !subjects.contains(draft.subject());
    }

    /** Puts one in; only where there is room. */
    void add(long line, Draft draft) {
        String json = draft.json();
        entries.add(new Entry(line, json));
        subjects.add(draft.subject());
        characters += json.length();
    }

    /** What is in it, in order. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
