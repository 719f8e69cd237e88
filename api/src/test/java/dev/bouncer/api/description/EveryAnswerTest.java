package dev.bouncer.api.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs when all other tests of the module have: whether each answer that the OpenAPI document describes was seen. */
@Isolated("what is isolated runs when nothing else does any more")
@Order(Integer.MAX_VALUE)
class EveryAnswerTest {
    @Test
    void everyAnswerThatIsDescribedWasSeenAndIsAsDescribed() {
        assumeTrue(System.getProperty("test") == null, "only some tests were run");
        assertThat(DescribedAnswers.missing()).isEmpty();
    }
}
