package dev.bouncer.edge.protocol.centrifuge;

import org.jspecify.annotations.Nullable;

/** What a client says; here as in JSON. */
sealed interface CentrifugeCommand {
    /** {@code {}}: the answer to a ping. */
    record Pong() implements CentrifugeCommand {}

    /** {@code {"id":1,"connect":{"token":"…"}}}: who it is. */
    record Connect(long id, @Nullable String token) implements CentrifugeCommand {
        /** Never the token. */
        @Override
        public String toString() {
            return "Connect[id=" + id + ']';
        }
    }

    /** {@code {"id":2,"refresh":{"token":"…"}}}: a new token, before the old one expires. */
    record Refresh(long id, @Nullable String token) implements CentrifugeCommand {
        /** Never the token. */
        @Override
        public String toString() {
            return "Refresh[id=" + id + ']';
        }
    }

    /** A command that has an empty answer, under its own name. */
    record Trivial(long id, CentrifugeMethod method) implements CentrifugeCommand {}

    /** A command about what is not carried here. */
    record Denied(long id, CentrifugeError error) implements CentrifugeCommand {}

    /** A message to the server, which expects no answer. */
    record Send() implements CentrifugeCommand {}

    /** What is no command. */
    record Malformed() implements CentrifugeCommand {}

    /** The largest id: 32 bits, unsigned. */
    long MAX_ID = 0xffff_ffffL;

    /**
     * The command that was read.
     *
     * @param id     0: none
     * @param method null: none
     * @param token  what the methods that take one came with
     */
    static CentrifugeCommand of(long id, @Nullable CentrifugeMethod method, @Nullable String token) {
        if (method == CentrifugeMethod.SEND) return new Send();
        if (method == null && id == 0) return new Pong();
        if (method == null || id < 1 || id > MAX_ID) return new Malformed();
        return switch (method) {
            case CONNECT -> new Connect(id, token);
            case REFRESH -> new Refresh(id, token);
            case PING, UNSUBSCRIBE -> new Trivial(id, method);
            case SUBSCRIBE, PUBLISH, SUB_REFRESH -> new Denied(id, CentrifugeError.PERMISSION_DENIED);
            case PRESENCE, PRESENCE_STATS, HISTORY, RPC -> new Denied(id, CentrifugeError.NOT_AVAILABLE);
            case SEND -> new Send();
        };
    }
}
