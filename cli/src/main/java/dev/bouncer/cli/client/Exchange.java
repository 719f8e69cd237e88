package dev.bouncer.cli.client;

/** How one request ended. */
public sealed interface Exchange {
    /**
     * The API answered, for better or worse.
     *
     * @param answer what it said
     */
    record Answered(Answer answer) implements Exchange {}

    /**
     * The request never left: nothing was done.
     *
     * @param why what stood in the way
     */
    record NotSent(String why) implements Exchange {}

    /**
     * The request may have left, and no answer came.
     *
     * @param why what stood in the way
     */
    record NoAnswer(String why) implements Exchange {}
}
