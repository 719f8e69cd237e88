package dev.bouncer.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where the audit chain of a partition ends, as the state store of moderation-streams and its changelog hold it.
 *
 * @param length how many records there are
 * @param hash   the hash of the last of them; {@link AuditRecord#GENESIS} where there is none
 */
public record ChainHead(long length, String hash) {
    /** The state store's name. */
    public static final String STORE = "chain";
    /** Of a chain without records. */
    public static final ChainHead EMPTY = new ChainHead(0, AuditRecord.GENESIS);

    private static final byte[] KEY = "head".getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException if the length is negative or the hash is none */
    public ChainHead {
        if (length < 0) throw new IllegalArgumentException("length: expected 0 or more, got " + length);
        AuditRecord.requireHash("hash", hash);
    }

    /** The key under which it is stored. */
    public static byte[] key() {
        return KEY.clone();
    }

    /**
     * Reads a stored value.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ChainHead decode(byte[] value) {
        if (value.length < Long.BYTES) {
            throw new IllegalArgumentException(
                    "chain head: expected 8 bytes and a hash, got " + value.length + " bytes");
        }
        ByteBuffer fields = ByteBuffer.wrap(value);
        return new ChainHead(fields.getLong(), StandardCharsets.US_ASCII.decode(fields).toString());
    }

    /** The value to store. */
    public byte[] encode() {
        byte[] text = hash.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + text.length).putLong(length).put(text).array();
    }

    /** The head when one more record has been written. */
    public ChainHead next(String hashOfNext) {
        return new ChainHead(length + 1, hashOfNext);
    }
}
