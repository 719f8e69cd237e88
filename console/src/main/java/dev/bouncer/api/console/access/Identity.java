package dev.bouncer.api.console.access;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.JsonObject;

/** By what somebody has signed in. What they may do by it is decided anew at each request. */
public sealed interface Identity {
    /** What they are called, and the actor of their commands. */
    String name();

    /**
     * A console key.
     *
     * @param app   its app
     * @param name  its name
     * @param print stands for its secret, so that another secret ends the session
     */
    record Key(String app, String name, String print) implements Identity {}

    /**
     * A person whom the provider knows.
     *
     * @param name   by the name claim
     * @param grants the names of the grants that they have
     */
    record Person(String name, Set<String> grants) implements Identity {
        /** Copies. */
        public Person {
            grants = Set.copyOf(grants);
        }
    }

    /** Adds it to a session. */
    default void putInto(ObjectNode json) {
        json.put("name", name());
        switch (this) {
            case Key key -> json.put("app", key.app()).put("print", key.print());
            case Person person -> json.put("grants", String.join(",", person.grants()));
        }
    }

    /** Reads what {@link #putInto} wrote. */
    static Identity read(JsonObject json) {
        String app = json.optionalText("app");
        return app == null
                ? new Person(json.text("name"), Set.of(json.text("grants").split(",")))
                : new Key(app, json.text("name"), json.text("print"));
    }
}
