package dev.bouncer.contract;

import org.junit.jupiter.api.Test;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class BlocklistKeyTest {
    @Test
    void blockAndInvalidationStandBesideEachOther() {
        assertThat(text(BlocklistKey.block(ALICE).bytes())).isEqualTo("chat:user:alice");
        assertThat(text(BlocklistKey.invalidation(ALICE).bytes())).isEqualTo("chat:invalidate:user:alice");
        assertThat(BlockEntry.of(Samples.BLOCK).key()).isEqualTo(BlocklistKey.block(ALICE));
        assertThat(BlockEntry.of(Samples.INVALIDATE).key()).isEqualTo(BlocklistKey.invalidation(ALICE));
        assertThat(BlocklistKey.prefix(Lane.BLOCK, "chat", SubjectKind.IP)).isEqualTo("chat:ip:");
    }

    @Test
    void aSubjectMayBeCalledLikeALane() {
        SubjectKey odd = SubjectKey.of("invalidate", SubjectKind.USER, "invalidate:user:x");

        assertThat(BlocklistKey.parse("invalidate:user:invalidate:user:x")).isEqualTo(BlocklistKey.block(odd));
        assertThat(BlocklistKey.parse("invalidate:invalidate:user:invalidate:user:x"))
                .isEqualTo(BlocklistKey.invalidation(odd));
    }

    @Test
    void noKindIsCalledLikeALane() {
        for (Lane lane : Lane.values()) {
            assertThatIllegalArgumentException().isThrownBy(() -> SubjectKind.ofWireName(lane.wireName()));
        }
    }

    @Test
    void refusesWhatIsNoRow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlocklistKey(Lane.TERMINATE, ALICE))
                .withMessage("lane: expected one that is on the blocklist, got terminate");
        assertThatIllegalArgumentException().isThrownBy(() -> BlocklistKey.parse("chat:invalidate:user"))
                .withMessage("key: expected app:kind:id, got 'chat:user'");
        assertThatIllegalArgumentException().isThrownBy(() -> BlocklistKey.parse("chat"))
                .withMessage("key: expected app:kind:id, got 'chat'");
    }
}
