package dev.bouncer.edge.protocol.centrifuge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.google.protobuf.CodedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of bytes that no client of its own accord sends. */
class ProtobufEncodingTest {
    private static final int LARGEST_FRAME = 64 * 1024;
    private static final int START_GROUP = 0x0b;

    private final ProtobufEncoding encoding = new ProtobufEncoding();

    private List<CentrifugeCommand> read(String hex) {
        return encoding.read(HexFormat.of().parseHex(hex));
    }

    // In this order: a length without a message; one that goes on, is too long, is negative; a varint that goes on; a field
    // with the number 0; the end of a group; a group without an end; no such wire type; in connect, an end of a group, a
    // token that is cut off or not in UTF-8.
    @ParameterizedTest
    @ValueSource(strings = {"05", "80", "ffffff7f00", "ffffffff0f", "0208ff", "020000", "010c", "010b", "010f",
            "0508012201" + "0c", "0508012202" + "0a05", "0808012204" + "0a02c328"})
    void refusesWhatIsMalformed(String hex) {
        assertThat(read(hex)).containsExactly(new CentrifugeCommand.Malformed());
    }

    @Test
    void keepsWhatWasRightBeforeIt() {
        assertThat(read("00" + "0408015a00" + "7f")).containsExactly(new CentrifugeCommand.Pong(),
                new CentrifugeCommand.Trivial(1, CentrifugeMethod.PING), new CentrifugeCommand.Malformed());
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() {
        // A varint, eight bytes, some bytes, a group, four bytes; an id and a method of another wire type.
        String unknown = "8001ff01" + "81010102030405060708" + "8201020102" + "83010801" + "8401" + "850101020304"
                + "0a0101" + "5801";
        String request = unknown.replace("0a0101", "") + "0a0174";
        String connect = "0801" + "22" + length(request) + request + unknown;

        assertThat(read(length(connect) + connect)).containsExactly(new CentrifugeCommand.Connect(1, "t"));
    }

    private static String length(String hex) {
        return HexFormat.of().toHexDigits((byte) (hex.length() / 2));
    }

    @Test
    void takesIdsOf32Bits() {
        assertThat(read("0808ffffffff0f5a00")).containsExactly(
                new CentrifugeCommand.Trivial(CentrifugeCommand.MAX_ID, CentrifugeMethod.PING));
    }

    @Test
    void readsNoMoreThanItHasTo() {
        assertThat(encoding.read(new byte[0])).isEmpty();
        assertThat(encoding.read(new byte[LARGEST_FRAME])).hasSize(CentrifugeEncoding.MAX_COMMANDS + 1);
    }

    @Test
    void doesNotDescendForever() throws IOException {
        byte[] groups = new byte[LARGEST_FRAME];
        Arrays.fill(groups, (byte) START_GROUP);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(frame);
        out.writeByteArrayNoTag(groups);
        out.flush();

        assertThat(encoding.read(frame.toByteArray())).containsExactly(new CentrifugeCommand.Malformed());
    }

    @Test
    void throwsNothingWhateverTheBytes() {
        Random random = new Random(1);
        byte[] right = ProtobufSchema.commands(CentrifugeClient.connectCommand("a.b.c") + "\n"
                + CentrifugeClient.refreshCommand("a.b.c") + "\n{\"id\":3,\"rpc\":{}}");
        int malformed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] frame = right.clone();
            if (i % 2 == 0) {
                random.nextBytes(frame);
            } else {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            if (encoding.read(frame).contains(new CentrifugeCommand.Malformed())) malformed++;
        }
        assertThat(malformed).isBetween(50_000, 99_999);
    }
}
