package dev.bouncer.edge.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.SessionRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionLimitsTest {
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");
    private static final SubjectKey BOB = SubjectKey.of("chat", SubjectKind.USER, "bob");
    private static final SubjectKey ADDRESS = SubjectKey.of("chat", SubjectKind.IP, "192.0.2.7");
    private static final SubjectKey TOKEN = SubjectKey.of("chat", SubjectKind.TOKEN, "t-1");

    private static Map<String, AppConfig> app(int max, int perUser, int perAddress) {
        return Map.of("chat", new AppConfig("chat", List.of(), null, null,
                new ConnectionRules(Set.of("https://chat.example"), max, perUser, perAddress)));
    }

    private static ConnectionLimits limits(int max, int perUser, int perAddress) {
        return new ConnectionLimits(app(max, perUser, perAddress));
    }

    private static List<Object> taken(@Nullable List<Object> places) {
        if (places == null) throw new AssertionError("expected places, got none");
        return places;
    }

    @Test
    void takesPlacesOnlyWhereThereIsALimit() {
        assertThat(limits(0, 0, 0).take("chat", true, List.of(ALICE, ADDRESS, TOKEN))).isEmpty();
        assertThat(limits(9, 9, 9).take("chat", true, List.of(ALICE, ADDRESS, TOKEN))).hasSize(3).contains("chat",
                ALICE);
        assertThat(limits(9, 9, 9).take("chat", false, List.of(ALICE))).containsExactly(ALICE);
        assertThat(limits(1, 1, 1).take("nobody", true, List.of())).isEmpty();
    }

    @Test
    void givesBackWhatItTookWhenOnePlaceIsMissing() {
        ConnectionLimits limits = limits(2, 2, 1);
        List<Object> first = taken(limits.take("chat", true, List.of(ALICE, ADDRESS)));
        for (int i = 0; i < 5; i++)
            assertThat(limits.take("chat", true, List.of(ALICE, ADDRESS))).isNull();

        assertThat(limits.take("chat", true, List.of(ALICE))).isNotNull();
        limits.release(first);
        assertThat(limits.take("chat", true, List.of(ALICE, ADDRESS))).isNotNull();
    }

    @Test
    void countsTheNeighboursOfAnIpv6AddressAsOneAndThoseOfOthersNot() {
        ConnectionLimits limits = limits(0, 0, 1);
        limits.take("chat", true, List.of(address("2001:db8::1")));

        assertThat(limits.take("chat", true, List.of(address("2001:db8::ffff:2")))).isNull();
        assertThat(limits.take("chat", true, List.of(address("2001:db8:0:1::1")))).isNotNull();
        assertThat(limits.take("chat", true, List.of(address("192.0.2.7")))).isNotNull();
        assertThat(limits.take("chat", true, List.of(address("192.0.2.8")))).isNotNull();
    }

    private static SubjectKey address(String text) {
        return SubjectKey.of("chat", SubjectKind.IP, text);
    }

    @Test
    void knowsTheAppsOrigins() {
        ConnectionLimits limits = limits(0, 0, 0);

        assertThat(limits.allows("chat", "https://chat.example")).isTrue();
        assertThat(limits.allows("chat", null)).isTrue();
        assertThat(limits.allows("chat", "https://evil.example")).isFalse();
        assertThat(limits.allows("nobody", "https://evil.example")).isTrue();
    }

    @RepeatedTest(20)
    void letsNoMoreInHoweverManyComeAtOnce() throws Exception {
        ConnectionLimits limits = limits(3, 0, 0);
        CyclicBarrier start = new CyclicBarrier(10);
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(() -> {
                start.await();
                return limits.take("chat", true, List.of()) != null;
            });
        }
        int let = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> client : threads.invokeAll(clients))
                if (client.get()) let++;
        }

        assertThat(let).isLessThanOrEqualTo(3);
    }

    /** As sessions take them. */
    @Nested
    class OfSessions {
        private static final Arrival ARRIVAL = new Arrival("native", null, null);
        private static final Protocol PROTOCOL = new Protocol() {
            @Override
            public @Nullable Handshake accept(Upgrade upgrade) {
                return null;
            }

            @Override
            public Farewell farewell(CloseReason reason) {
                return new Farewell(EdgeMetrics.label(reason), new CloseFrame(4000, ""));
            }
        };

        private final SessionRegistry registry = new SessionRegistry();
        private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
        private final Timers timers = new Timers(InstantSource.system());
        private final EdgeMetrics metrics = new EdgeMetrics(Set.of("chat"));
        private final Sessions sessions = new Sessions(registry,
                new Admission(new BlocklistView(new InMemoryBlockStore(), 1), registry, readiness::get,
                        InstantSource.system()),
                timers, metrics, app(0, 1, 0), UUID::randomUUID);
        private final RecordingConnection connection = new RecordingConnection();

        @AfterEach
        void stop() {
            timers.close();
            metrics.close();
        }

        private ClientSession anonymous() {
            ClientSession session = sessions.open(PROTOCOL, "chat", ARRIVAL, Instant.now(), connection);
            assertThat(sessions.admit(session, as(ADDRESS))).isTrue();
            return session;
        }

        private static Authentication.Authenticated as(SubjectKey... subjects) {
            return new Authentication.Authenticated(List.of(subjects), null, null);
        }

        @Test
        void oneThatIsRefusedLeavesItsPlaceBeforeItsClientIsGone() {
            ClientSession session = anonymous();
            readiness.set(Readiness.STALE);
            assertThat(sessions.identify(session, List.of(), as(ALICE))).isFalse();
            readiness.set(Readiness.READY);

            assertThat(sessions.identify(anonymous(), List.of(), as(ALICE))).isTrue();
        }

        @Test
        void oneThatIsSomebodyElseNowLeavesItsPlaceToOthers() {
            ClientSession session = anonymous();
            assertThat(sessions.identify(session, List.of(), as(ALICE))).isTrue();
            assertThat(sessions.identify(session, List.of(ALICE), as(BOB))).isTrue();

            assertThat(registry.subjectsOf(session)).containsExactlyInAnyOrder(ADDRESS, BOB);
            assertThat(sessions.identify(anonymous(), List.of(), as(ALICE))).isTrue();
            assertThat(sessions.identify(anonymous(), List.of(), as(BOB))).isFalse();
            assertThat(connection.events()).containsExactly("too-many-connections", "close 4000");
        }

        @Test
        void oneThatIsTheSameAgainTakesNoSecondPlaceAndKeepsItsOwn() {
            ClientSession session = anonymous();
            sessions.identify(session, List.of(), as(ALICE));

            assertThat(sessions.identify(session, List.of(ALICE), as(ALICE))).isTrue();
            assertThat(registry.find(ALICE)).containsExactly(session);
            assertThat(sessions.identify(anonymous(), List.of(), as(ALICE))).isFalse();
        }

        @Test
        void oneThatIsRefusedIsNobodyAnyMore() {
            ClientSession first = anonymous();
            sessions.identify(first, List.of(), as(ALICE));
            ClientSession second = anonymous();
            sessions.identify(second, List.of(), as(BOB));
            assertThat(sessions.identify(second, List.of(BOB), as(ALICE))).isFalse();

            assertThat(registry.find(BOB)).isEmpty();
            sessions.gone(second);
            assertThat(sessions.identify(anonymous(), List.of(), as(BOB))).isTrue();
        }

        @Test
        void oneThatIsGoneTakesNoPlace() {
            ClientSession session = anonymous();
            sessions.gone(session);

            assertThat(sessions.identify(session, List.of(), as(ALICE))).isFalse();
            assertThat(registry.size()).isZero();
            assertThat(sessions.identify(anonymous(), List.of(), as(ALICE))).isTrue();
        }
    }
}
