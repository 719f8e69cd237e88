package dev.bouncer.api.http;

/** A value of the caller's as it may stand in an error: quoted and cut. */
public final class Quoted {
    private static final int MAX = 80;

    private Quoted() {}

    /** The value in quotes; of a long one the beginning. */
    public static String of(String value) {
        int length = value.codePointCount(0, value.length());
        return length <= MAX ? "'" + value + "'" : "'" + value.substring(0, value.offsetByCodePoints(0, MAX)) + "…'";
    }
}
