package dev.bouncer.config.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** As much of ASN.1's DER as it takes to put an old private key into PKCS #8, which is all that the JDK reads. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = bytes("020100");
    private static final byte[] RSA = bytes("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = bytes("06072a8648ce3d0201");

    private Der() {}

    static byte[] pkcs8OfPkcs1(byte[] rsa) {
        return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, rsa));
    }

    /** @throws IllegalArgumentException if it is none, or does not name its curve */
    static byte[] pkcs8OfSec1(byte[] ec) {
        try {
            ByteBuffer key = content(ByteBuffer.wrap(ec), SEQUENCE);
            content(key, INTEGER);
            content(key, OCTET_STRING);
            ByteBuffer curve = content(key, PARAMETERS);
            byte[] oid = new byte[curve.remaining()];
            curve.get(oid);
            return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC_PUBLIC_KEY, oid), element(OCTET_STRING, ec));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends too early", e);
        }
    }

    // What comes next, which must be of that tag; the buffer stands behind it afterwards.
    private static ByteBuffer content(ByteBuffer from, int tag) {
        if ((from.get() & 0xff) != tag) throw new IllegalArgumentException("expected tag " + tag);
        int length = from.get() & 0xff;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count > 3) throw new IllegalArgumentException("too long");
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (from.get() & 0xff);
            }
        }
        if (length > from.remaining()) throw new IllegalArgumentException("it ends too early");
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        writeLength(all, content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(0x80 | count);
        for (int i = count - 1; i >= 0; i--) {
            out.write(length >> (8 * i));
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
