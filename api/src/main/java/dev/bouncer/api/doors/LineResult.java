package dev.bouncer.api.doors;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.confirm.Confirmation;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.publish.Outcome;
import org.jspecify.annotations.Nullable;

/** What became, or is becoming, of one line of a streamed request. */
sealed interface LineResult {
    /** Whether it is known without waiting. */
    boolean isKnown();

    /** The line of the answer; waits until it is known. */
    ObjectNode json();

    /** The line was no command. */
    record Rejected(long line, String error) implements LineResult {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public ObjectNode json() {
            return Json.object().put("line", line).put("outcome", "rejected").put("error", error);
        }
    }

    /**
     * The line's command was given to the log.
     *
     * @param confirmation how far it has come on the edges; of nothing where nobody waits for it, or it did not get to the
     *                     log
     */
    record Given(long line, UUID command, CompletableFuture<Outcome> outcome,
            CompletableFuture<@Nullable Confirmation> confirmation) implements LineResult {
        @Override
        public boolean isKnown() {
            return outcome.isDone() && confirmation.isDone();
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = Json.object().put("line", line);
            return switch (outcome.join()) {
                case Outcome.Published _ -> {
                    json.put("outcome", "accepted").put("command", command.toString());
                    Confirmation confirmed = confirmation.join();
                    if (confirmed != null) confirmed.putInto(json);
                    yield json;
                }
                case Outcome.NotDone notDone -> json.put("outcome", "not_done").put("error", notDone.why());
                case Outcome.Unknown unknown -> json.put("outcome", "unknown").put("command", command.toString())
                        .put("error", unknown.why());
            };
        }
    }
}
