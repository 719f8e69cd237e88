package dev.bouncer.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom of an app a block of it is for, and how fast; the API judges whether they may be said. */
final class ReachOptions {
    @Option(names = "--except", paramLabel = "KIND:ID", description = "Of an app (--kind app): who may stay and come, for instance user:admin or ip:192.0.2.0/24. Again for more.")
    private List<String> except = new ArrayList<>();
    @Option(names = "--first-seen-after", paramLabel = "TIME", description = "Of an app: only users first seen after then, 2026-12-01T12:00:00Z or 'now'.")
    private @Nullable String firstSeenAfter;
    @Option(names = "--rate", paramLabel = "N", description = "Of an app: how many connections each edge closes a second. Default: all at once.")
    private @Nullable Integer rate;

    /** @throws IllegalArgumentException if an exception is not of its form */
    void putInto(ObjectNode body, InstantSource clock) {
        if (!except.isEmpty()) {
            ArrayNode subjects = body.putArray("except");
            for (String subject : except) {
                int colon = subject.indexOf(':');
                if (colon < 1)
                    throw new IllegalArgumentException(
                            "--except: expected KIND:ID like user:admin, got '" + subject + "'");
                subjects.addObject().put("kind", subject.substring(0, colon)).put("id", subject.substring(colon + 1));
            }
        }
        if (firstSeenAfter != null) {
            body.put("first_seen_after",
                    firstSeenAfter.equals("now") ? Times.format(clock.instant()) : firstSeenAfter);
        }
        if (rate != null) body.put("rate", rate);
    }
}
