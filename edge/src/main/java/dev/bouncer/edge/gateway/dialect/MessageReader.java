package dev.bouncer.edge.gateway.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import dev.bouncer.edge.gateway.frames.PayloadListener;
import org.jspecify.annotations.Nullable;

/** Makes messages of frames, of at most 64 KiB: nobody says who he is in more. Not thread-safe. */
final class MessageReader implements PayloadListener {
    private static final int LONGEST = 64 * 1024;

    private final Consumer<Message> hearer;
    private boolean text;
    // Null: there is none, or it is too long.
    private @Nullable ByteArrayOutputStream payload;

    MessageReader(Consumer<Message> hearer) {
        this.hearer = hearer;
    }

    @Override
    public void begins(boolean isText) {
        text = isText;
        payload = new ByteArrayOutputStream(256);
    }

    @Override
    public void goesOn(ByteBuffer more) {
        if (payload == null) return;
        if (payload.size() + more.remaining() > LONGEST) {
            payload = null;
            return;
        }
        byte[] bytes = new byte[more.remaining()];
        more.get(bytes);
        payload.writeBytes(bytes);
    }

    @Override
    public void ends() {
        ByteArrayOutputStream whole = payload;
        payload = null;
        if (whole != null) hearer.accept(new Message(text, whole.toByteArray()));
    }
}
