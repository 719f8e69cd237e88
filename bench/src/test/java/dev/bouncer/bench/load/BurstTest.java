package dev.bouncer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BurstTest {
    @Test
    void behind_is_the_longest_from_a_result_to_its_close_frame() {
        // The second user waits longest, the first goes last, the third is gone before his line's result.
        Burst.Took took = new Burst.Took(1_000_000, new long[]{5_000_000, 2_000_000, 9_000_000},
                new long[]{11_000_000, 10_000_000, 8_000_000});
        assertThat(took.text()).isEqualTo("8000 10000 8000");
    }
}
