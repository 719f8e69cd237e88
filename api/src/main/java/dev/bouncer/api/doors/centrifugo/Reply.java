package dev.bouncer.api.doors.centrifugo;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;

/** What a request is answered with. */
sealed interface Reply {
    /** It is done: of a command, it is on the log. */
    record Done(ObjectNode result) implements Reply {
        /** There is nothing to say of it. */
        Done() {
            this(Json.object());
        }
    }

    record Failed(ApiError error) implements Reply {}

    /** @param entries each as it stands in the answer */
    record Batch(List<ObjectNode> entries) implements Reply {}

    /** @param name what a result stands under: {@code result}, or in a batch the method's name */
    default ObjectNode json(String name) {
        ObjectNode json = Json.object();
        switch (this) {
            case Done done -> json.set(name, done.result());
            case Failed failed -> json.set("error", failed.error().json());
            case Batch batch -> {
                ArrayNode replies = json.putArray("replies");
                batch.entries().forEach(replies::add);
            }
        }
        return json;
    }
}
