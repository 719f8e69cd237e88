package dev.bouncer.cli.demo;

/** Something that the demo promises did not happen. */
public final class StoryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoryFailed(String what) {
        super("this did not happen: " + what);
    }
}
