package dev.bouncer.edge.protocol.centrifuge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.edge.session.ClientSession;
import org.jspecify.annotations.Nullable;

/** One object a line, in text frames. */
final class JsonEncoding implements CentrifugeEncoding {
    private static final String EMPTY = "{}";
    private static final byte[] PONG = EMPTY.getBytes(StandardCharsets.UTF_8);

    @Override
    public boolean isPong(byte[] frame) {
        return Arrays.equals(frame, PONG);
    }

    @Override
    public List<CentrifugeCommand> read(byte[] frame) {
        // By far the most frequent one.
        if (isPong(frame)) return List.of(new CentrifugeCommand.Pong());
        List<CentrifugeCommand> commands = new ArrayList<>(1);
        Iterator<String> lines = new String(frame, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank())
                .limit(MAX_COMMANDS + 1L).iterator();
        try {
            while (lines.hasNext())
                commands.add(command(JsonObject.parse(lines.next().getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException e) {
            commands.add(new CentrifugeCommand.Malformed());
        }
        return commands;
    }

    private static CentrifugeCommand command(JsonObject json) {
        CentrifugeMethod method = method(json);
        if (method == CentrifugeMethod.SEND) return new CentrifugeCommand.Send();
        String token = method == CentrifugeMethod.CONNECT || method == CentrifugeMethod.REFRESH
                ? json.object(method.field).optionalText("token")
                : null;
        return CentrifugeCommand.of(json.has("id") ? json.integer("id") : 0, method, token);
    }

    private static @Nullable CentrifugeMethod method(JsonObject json) {
        for (CentrifugeMethod method : CentrifugeMethod.values()) {
            if (json.has(method.field)) return method;
        }
        return null;
    }

    @Override
    public void send(ClientSession session, List<CentrifugeReply> replies) {
        session.send(replies.stream().map(JsonEncoding::line).collect(Collectors.joining("\n")));
    }

    @Override
    public void ping(ClientSession session) {
        session.send(EMPTY);
    }

    static String line(CentrifugeReply reply) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", reply.id());
        switch (reply) {
            case CentrifugeReply.Connected connected -> {
                ObjectNode result = json.putObject(CentrifugeMethod.CONNECT.field)
                        .put("client", connected.client().toString()).put("version", CentrifugeReply.VERSION);
                putExpiry(result, connected.ttl());
                result.put("ping", connected.pingInterval().toSeconds()).put("pong", true);
            }
            case CentrifugeReply.Refreshed refreshed ->
                putExpiry(json.putObject(CentrifugeMethod.REFRESH.field), refreshed.ttl());
            case CentrifugeReply.Empty empty -> json.putObject(empty.method().field);
            case CentrifugeReply.Failed failed ->
                json.putObject("error").put("code", failed.error().code).put("message", failed.error().message);
        }
        return json.toString();
    }

    private static void putExpiry(ObjectNode result, @Nullable Integer ttl) {
        if (ttl != null) result.put("expires", true).put("ttl", ttl);
    }
}
