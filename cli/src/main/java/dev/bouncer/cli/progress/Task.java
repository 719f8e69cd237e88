package dev.bouncer.cli.progress;

import java.util.OptionalLong;

/**
 * A long piece of work, as it is told of.
 *
 * @param name   what stands before the bar or the line
 * @param things what is counted, in the plural
 * @param size   how far it goes, where that is known
 * @param bytes  whether the size is in bytes; otherwise in things
 */
public record Task(String name, String things, OptionalLong size, boolean bytes) {
    /** Through a file. */
    public static Task file(String name, String things, OptionalLong bytes) {
        return new Task(name, things, bytes, true);
    }

    /** Through so many things. */
    public static Task count(String name, String things, long size) {
        return new Task(name, things, OptionalLong.of(size), false);
    }
}
