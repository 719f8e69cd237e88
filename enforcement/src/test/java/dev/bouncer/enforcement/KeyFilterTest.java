package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

final class KeyFilterTest {
    private static final int ROOM = 200_000;

    private static byte[] key(int number) {
        return ("chat:block:user:u-" + number).getBytes(StandardCharsets.UTF_8);
    }

    private static long denied(KeyFilter filter, int from, int to) {
        return IntStream.range(from, to).filter(i -> !filter.mayContain(key(i))).count();
    }

    @Test
    void denies_everything_while_it_is_empty() {
        assertThat(denied(new KeyFilter(1), 0, 1_000)).isEqualTo(1_000);
    }

    @Test
    void denies_nothing_that_was_added_and_nearly_all_else() {
        KeyFilter filter = new KeyFilter(ROOM);
        IntStream.range(0, ROOM).forEach(i -> filter.add(key(i)));
        assertThat(denied(filter, 0, ROOM)).isZero();
        assertThat(denied(filter, ROOM, 2 * ROOM)).isGreaterThan(ROOM / 100 * 99);
    }

    @Test
    void denies_nothing_that_was_added_however_full_it_is() {
        KeyFilter filter = new KeyFilter(1);
        IntStream.range(0, 10_000).forEach(i -> filter.add(key(i)));
        assertThat(denied(filter, 0, 10_000)).isZero();
    }

    // As few words as there are, so that threads write to the same.
    @Test
    void loses_nothing_that_several_threads_add() {
        for (int round = 0; round < 500; round++) {
            KeyFilter filter = new KeyFilter(1);
            IntStream.range(0, 64).parallel().forEach(i -> filter.add(key(i)));
            assertThat(denied(filter, 0, 64)).isZero();
        }
    }
}
