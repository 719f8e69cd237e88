package dev.bouncer.contract;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static dev.bouncer.contract.Samples.APPENDED;
import static org.assertj.core.api.Assertions.assertThat;

/** Any record: its key, and after the first line break its value; without one it is a tombstone. */
final class CommandFuzzTest {
    private static final int PARTITIONS = 6;
    private static final CommandDecoder DECODER = new CommandDecoder(PARTITIONS);

    @FuzzTest(maxDuration = "5s")
    void decodesWhateverItTakesToTheSameAgain(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n')
            end++;
        byte[] key = Arrays.copyOf(input, end);
        byte[] value = end == input.length ? null : Arrays.copyOfRange(input, end + 1, input.length);
        judge(key, value);
        if (value != null) judgeUnderItsOwnKey(value);
    }

    private static void judgeUnderItsOwnKey(byte[] value) {
        Command command;
        try {
            command = CommandJson.decode(value, APPENDED);
        } catch (IllegalArgumentException e) {
            assertThat(judge(null, value)).isZero();
            return;
        }
        assertThat(judge(command.key().bytes(), value)).isOne();
    }

    /** In how many partitions it is valid. */
    private static int judge(byte @Nullable [] key, byte @Nullable [] value) {
        int valid = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            switch (DECODER.decode(partition, 812, APPENDED.toEpochMilli(), key, value)) {
                case Decoded.Valid(Command command, Position position, var at) -> {
                    valid++;
                    assertThat(command.key().bytes()).isEqualTo(key);
                    assertThat(command.key().partition(PARTITIONS)).isEqualTo(partition);
                    assertSurvives(command, position);
                    assertThat(at).isEqualTo(APPENDED);
                }
                case Decoded.Misplaced(CommandKey home) -> assertThat(CommandKey.parse(home.bytes())).isEqualTo(home);
                case Decoded.Cleared() -> assertThat(value).isNull();
                case Decoded.Malformed(String error) -> assertThat(error).isNotEmpty().isNotEqualTo("null");
            }
        }
        assertThat(valid).as("partitions in which it is valid").isLessThanOrEqualTo(1);
        return valid;
    }

    private static void assertSurvives(Command command, Position position) {
        byte[] written = CommandJson.encode(command);
        assertThat(CommandJson.decode(written, APPENDED.plusSeconds(1))).isEqualTo(command);
        assertThat(DECODER.decode(position.partition(), position.offset(), APPENDED.toEpochMilli(),
                command.key().bytes(), written)).isEqualTo(new Decoded.Valid(command, position, APPENDED));
    }
}
