package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");
    private static final SubjectKey BOB = SubjectKey.of("chat", SubjectKind.USER, "bob");
    private static final SubjectKey ADDRESS = SubjectKey.of("chat", SubjectKind.IP, "192.0.2.7");

    private final SessionRegistry registry = new SessionRegistry();
    private final FakeSession session = new FakeSession(Instant.EPOCH);

    @Test
    void a_session_is_found_by_each_of_its_subjects_until_it_is_removed() {
        registry.bind(session, List.of(ALICE));
        registry.bind(session, List.of(ADDRESS, ALICE));

        assertThat(registry.find(ALICE)).containsExactly(session);
        assertThat(registry.find(ADDRESS)).containsExactly(session);
        assertThat(registry.find(SubjectKey.of("chat", SubjectKind.IP, "192.0.2.0/24"))).containsExactly(session);
        assertThat(registry.subjectsOf(session)).containsExactlyInAnyOrder(ALICE, ADDRESS);

        registry.remove(session);
        registry.remove(session);

        assertThat(registry.find(ALICE)).isEmpty();
        assertThat(registry.find(ADDRESS)).isEmpty();
        assertThat(registry.size()).isZero();
    }

    @Test
    void a_session_can_move_from_one_subject_to_another() {
        registry.bind(session, List.of(ALICE));
        registry.unbind(session, List.of(ALICE));
        registry.bind(session, List.of(BOB));

        assertThat(registry.find(ALICE)).isEmpty();
        assertThat(registry.find(BOB)).containsExactly(session);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void unknown_subjects_have_no_sessions() {
        assertThat(registry.find(ALICE)).isEmpty();
        assertThat(registry.find(ADDRESS)).isEmpty();
    }

    @Test
    void nothing_gets_lost_when_the_last_session_of_a_subject_goes_as_the_next_one_comes() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> churn = new ArrayList<>();
            List<FakeSession> staying = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                FakeSession comes = new FakeSession(Instant.EPOCH);
                boolean stays = i % 10 == 0;
                if (stays) staying.add(comes);
                churn.add(threads.submit(() -> {
                    registry.bind(comes, List.of(ALICE, ADDRESS));
                    if (!stays) registry.remove(comes);
                }));
            }
            for (Future<?> one : churn) {
                one.get();
            }
            assertThat(registry.find(ALICE)).containsExactlyInAnyOrderElementsOf(staying);
            assertThat(registry.find(ADDRESS)).containsExactlyInAnyOrderElementsOf(staying);
        }
    }
}
