package dev.bouncer.edge.gateway.frames;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Notes messages: {@code text:} or {@code binary:} and the payload, a byte a character. */
final class Heard implements PayloadListener {
    final List<String> messages = new ArrayList<>();
    private @Nullable ByteArrayOutputStream message;
    private boolean text;

    @Override
    public void begins(boolean isText) {
        if (message != null) throw new AssertionError("a message begins in another");
        message = new ByteArrayOutputStream();
        text = isText;
    }

    @Override
    public void goesOn(ByteBuffer payload) {
        if (message == null) throw new AssertionError("payload of no message");
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        message.writeBytes(bytes);
    }

    @Override
    public void ends() {
        if (message == null) throw new AssertionError("the end of no message");
        messages.add(said(text, message.toByteArray()));
        message = null;
    }

    static String said(boolean text, byte[] payload) {
        return (text ? "text:" : "binary:") + new String(payload, StandardCharsets.ISO_8859_1);
    }
}
