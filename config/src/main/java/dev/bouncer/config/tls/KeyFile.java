package dev.bouncer.config.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

import dev.bouncer.config.ConfigException;

/**
 * A private key in a PEM file: PKCS #8, and what the tools write that are older than it, PKCS #1 of RSA and SEC 1 of
 * elliptic curves.
 */
final class KeyFile {
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "RSASSA-PSS", "Ed25519", "Ed448");
    private static final String EXPECTED = "expected a private key in PEM (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY or "
            + "BEGIN EC PRIVATE KEY)";

    private KeyFile() {}

    /** @throws ConfigException if there is none, or one that is encrypted or cannot be read */
    static PrivateKey read(String at, Path file) {
        for (Pem.Block block : Pem.read(at, file)) {
            if (block.type().endsWith("PRIVATE KEY")) return parse(at + ": " + file, block);
        }
        throw new ConfigException(at + ": " + file + ": " + EXPECTED + ", found none");
    }

    private static PrivateKey parse(String where, Pem.Block block) {
        try {
            return switch (block.type()) {
                case "PRIVATE KEY" -> pkcs8(where, block.content());
                case "RSA PRIVATE KEY" -> pkcs8(where, Der.pkcs8OfPkcs1(block.content()));
                case "EC PRIVATE KEY" -> pkcs8(where, Der.pkcs8OfSec1(block.content()));
                case "ENCRYPTED PRIVATE KEY" -> throw new ConfigException(where + ": expected a key that is not "
                        + "encrypted: 'openssl pkcs8 -topk8 -nocrypt' makes one");
                default -> throw new ConfigException(where + ": " + EXPECTED + ", found " + block.type());
            };
        } catch (IllegalArgumentException e) {
            throw unreadable(where);
        }
    }

    private static PrivateKey pkcs8(String where, byte[] encoded) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // Of another kind: the encoding says which only to the right factory.
            }
        }
        throw unreadable(where);
    }

    private static ConfigException unreadable(String where) {
        return new ConfigException(where + ": " + EXPECTED
                + " of RSA, EC or Ed25519, not encrypted; found one that cannot be read");
    }
}
