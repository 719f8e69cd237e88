package dev.bouncer.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 without leniency: what is malformed is refused, never replaced. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Decodes bytes.
     *
     * @param what names them in the error
     * @throws IllegalArgumentException if they are not UTF-8
     */
    public static String decode(String what, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + ": expected UTF-8, got other bytes", e);
        }
    }
}
