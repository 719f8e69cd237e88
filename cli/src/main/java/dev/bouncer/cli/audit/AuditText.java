package dev.bouncer.cli.audit;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/** Keys and values of records in words. */
final class AuditText {
    private AuditText() {}

    /** The bytes as text. */
    static String of(byte @Nullable [] bytes) {
        return bytes == null ? "nothing" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The row of the blocklist that the key names; null: none. */
    static @Nullable BlocklistKey row(byte[] key) {
        try {
            return BlocklistKey.parse(of(key));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The subject that the key names; null: none. */
    static @Nullable SubjectKey subject(byte[] key) {
        try {
            return SubjectKey.parse(of(key));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
