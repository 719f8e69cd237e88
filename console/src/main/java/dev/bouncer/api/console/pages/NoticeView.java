package dev.bouncer.api.console.pages;

import java.time.Instant;

import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.EnforcementReport;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param id           the command's
 * @param command      null: this node does not remember it
 * @param confirmation null: the same
 */
record NoticeView(String app, String id, @Nullable Command command, @Nullable Confirmation confirmation) {
    boolean isEnforced() {
        return confirmation == null || confirmation.isEnforced();
    }

    /** What was done, in a word. */
    String what() {
        return switch (command) {
            case null -> "Done";
            case Command.Block _ -> "Blocked";
            case Command.Unblock _ -> "Lifted";
            case Command.Terminate _ -> "Sessions closed";
            case Command.Invalidate invalidate when invalidate.issuedBefore().equals(Instant.EPOCH) ->
                "Tokens count again";
            case Command.Invalidate _ -> "Tokens invalidated";
        };
    }

    /** Who has enforced it: {@code enforced by 3 of 3 edges, 4 sessions closed, 7 ms}. */
    String how() {
        if (confirmation == null) return "the command is on the log; how far it has come is not remembered here";
        int edges = confirmation.confirmed().size() + confirmation.missing().size();
        if (edges == 0) return "no edge is running, so there was nothing to close";
        long closed = confirmation.reports().stream().mapToLong(EnforcementReport::sessions).sum();
        String text = "enforced by " + confirmation.confirmed().size() + " of " + Texts.count(edges, "edge", "edges")
                + ", " + Texts.count(closed, "session", "sessions") + " closed";
        return confirmation.reports().stream().mapToLong(report -> report.took().toMillis()).max().stream()
                .mapToObj(slowest -> text + ", " + slowest + " ms").findFirst().orElse(text);
    }

    /** The edges that have not said so yet. */
    String missing() {
        return confirmation == null ? "" : String.join(", ", confirmation.missing());
    }
}
