package dev.bouncer.contract;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.apache.kafka.common.utils.Utils;

/**
 * The key of a command on the topic: {@code lane:app:kind:id} in UTF-8.
 *
 * @param lane    the lane
 * @param subject whom the command is about
 */
public record CommandKey(Lane lane, SubjectKey subject) {
    /**
     * Reads a record's key.
     *
     * @throws IllegalArgumentException if it is not UTF-8 or not of that form
     */
    public static CommandKey parse(byte[] key) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("key: expected UTF-8", e);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("key: expected lane:app:kind:id, got " + Text.quote(text));
        }
        return new CommandKey(Lane.ofWireName(text.substring(0, colon)), SubjectKey.parse(text.substring(colon + 1)));
    }

    /** Whatever keys the commands about a subject may have. */
    public static List<CommandKey> of(SubjectKey subject) {
        return Arrays.stream(Lane.values())
                .filter(lane -> lane != Lane.INVALIDATE || Command.Invalidate.allows(subject.subject().kind()))
                .map(lane -> new CommandKey(lane, subject)).toList();
    }

    /** The partition this key belongs into: the one Kafka's Java client chooses (murmur2). */
    public int partition(int partitions) {
        return Utils.toPositive(Utils.murmur2(bytes())) % partitions;
    }

    /** {@code lane:app:kind:id}. */
    @Override
    public String toString() {
        return lane.wireName() + ':' + subject;
    }

    /** {@link #toString()} in UTF-8: the record key. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
