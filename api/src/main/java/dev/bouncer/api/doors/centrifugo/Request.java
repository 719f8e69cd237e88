package dev.bouncer.api.doors.centrifugo;

import java.util.List;
import java.util.Map;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, as it was read: every field is of its type, and what is absent is empty or 0, as Centrifugo has it.
 * Whether the values can be shows when it is performed. Fields that are not known are ignored.
 */
sealed interface Request {
    /** @param expireAt Unix seconds; 0: for ever */
    record BlockUser(String user, long expireAt) implements Request {}

    record UnblockUser(String user) implements Request {}

    /**
     * @param client    the only client to disconnect, if there is one
     * @param session   the same, by another name
     * @param whitelist the clients that stay
     * @param close     what the clients are told; null: as usual
     */
    record Disconnect(String user, String client, String session, List<String> whitelist, @Nullable Close close)
            implements
                Request {
        record Close(long code, String reason) {}
    }

    /**
     * @param uid      the token's {@code jti}
     * @param expireAt Unix seconds; 0: for ever
     */
    record RevokeToken(String uid, long expireAt) implements Request {}

    /**
     * @param issuedBefore Unix seconds; 0: now
     * @param expireAt     Unix seconds; 0: for ever
     */
    record InvalidateUserTokens(String user, long issuedBefore, long expireAt) implements Request {}
    /** @param expression what chooses among all connections, which is not understood here */
    record Connections(String user, String expression) implements Request {}

    record NodeInfo() implements Request {}

    /** Several at once, in order. */
    record Batch(List<Entry> entries) implements Request {
        /** Bounds how much of one caller's is under way at once. */
        static final int MAX_ENTRIES = 1_000;

        /** @param name the method's, under which the result is to stand */
        record Entry(String name, Request request) {}
    }

    /** What is answered with an error without a further look. */
    record Refused(ApiError error) implements Request {}

    /** How many requests it stands for. */
    default int size() {
        return this instanceof Batch batch ? Math.max(1, batch.entries().size()) : 1;
    }

    /**
     * Reads the parameters of a method.
     *
     * @throws IllegalArgumentException if one is not of its type
     */
    static Request read(Method method, JsonObject params) {
        return switch (method) {
            case BLOCK_USER -> new BlockUser(text(params, "user"), integer(params, "expire_at"));
            case UNBLOCK_USER -> new UnblockUser(text(params, "user"));
            case DISCONNECT -> new Disconnect(text(params, "user"), text(params, "client"), text(params, "session"),
                    params.optionalTexts("whitelist"), close(params.optionalObject("disconnect")));
            case REVOKE_TOKEN -> new RevokeToken(text(params, "uid"), integer(params, "expire_at"));
            // Tokens for the subscription to a channel are unknown here.
            case INVALIDATE_USER_TOKENS -> text(params, "channel").isEmpty()
                    ? new InvalidateUserTokens(text(params, "user"), integer(params, "issued_before"),
                            integer(params, "expire_at"))
                    : new Refused(ApiError.NOT_AVAILABLE);
            case CONNECTIONS -> new Connections(text(params, "user"), text(params, "expression"));
            case INFO -> new NodeInfo();
            case BATCH -> batch(params.optionalObjects("commands"));
            case UNAVAILABLE -> new Refused(ApiError.NOT_AVAILABLE);
        };
    }

    private static Disconnect.@Nullable Close close(@Nullable JsonObject json) {
        return json == null ? null : new Disconnect.Close(integer(json, "code"), text(json, "reason"));
    }

    // "parallel" asks for nothing here: the commands of a batch are always under way together, in order.
    private static Batch batch(List<JsonObject> commands) {
        if (commands.size() > Batch.MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "commands: expected at most " + Batch.MAX_ENTRIES + ", got " + commands.size());
        }
        return new Batch(commands.stream().map(Request::entry).toList());
    }

    private static Batch.Entry entry(JsonObject command) {
        List<Map.Entry<String, Method>> methods = Method.BY_NAME.entrySet().stream()
                .filter(method -> method.getValue() != Method.BATCH && command.has(method.getKey())).toList();
        if (methods.isEmpty()) return new Batch.Entry("", new Refused(ApiError.NOT_FOUND));
        // Of two methods in one entry only one result could be told.
        if (methods.size() > 1) return new Batch.Entry("", new Refused(ApiError.BAD_REQUEST));
        String name = methods.getFirst().getKey();
        return new Batch.Entry(name, read(methods.getFirst().getValue(), command.object(name)));
    }

    private static String text(JsonObject json, String field) {
        String text = json.optionalText(field);
        return text == null ? "" : text;
    }

    private static long integer(JsonObject json, String field) {
        return json.has(field) ? json.integer(field) : 0;
    }
}
