package dev.bouncer.e2e.chaos;

import java.util.List;

/**
 * A broken promise.
 *
 * @param invariant 1 to 5, as docs/reliability.md numbers them
 * @param what      in one line, fit to tell this violation from others
 * @param context   all that is known about it
 */
record Violation(int invariant, String what, List<String> context) {
    Violation {
        if (invariant < 1 || invariant > 5)
            throw new IllegalArgumentException("invariant: expected 1 to 5, got " + invariant);
        context = List.copyOf(context);
    }
}
