package dev.bouncer.edge.session;

import java.time.Duration;
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

import dev.bouncer.config.Rate;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.Subject;
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
import dev.bouncer.enforcement.Session;
import dev.bouncer.enforcement.SessionRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SessionsTest {
    private static final Arrival ARRIVAL = new Arrival("native", "test/1.0", null);
    private static final Protocol PROTOCOL = new Protocol() {
        @Override
        public @Nullable Handshake accept(Upgrade upgrade) {
            return null;
        }

        @Override
        public Farewell farewell(CloseReason reason) {
            if (reason instanceof CloseReason.Unavailable) throw new IllegalStateException("no farewell for it");
            return new Farewell("farewell", new CloseFrame(4000, EdgeMetrics.label(reason)));
        }
    };

    private final SessionRegistry registry = new SessionRegistry();
    private final Timers timers = new Timers(InstantSource.system());
    private final EdgeMetrics metrics = new EdgeMetrics(Set.of("chat"));
    private final RecordingConnection connection = new RecordingConnection();
    // What happens between the registration of a session and the question whether it may stay.
    private Runnable meanwhile = () -> {};
    private final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    private final Sessions sessions = new Sessions(registry,
            new Admission(view, registry, this::readiness, InstantSource.system()),
            timers, metrics, Map.of(), UUID::randomUUID);

    @AfterEach
    void stop() {
        timers.close();
        metrics.close();
    }

    private Readiness readiness() {
        meanwhile.run();
        return Readiness.READY;
    }

    private ClientSession open() {
        return sessions.open(PROTOCOL, "chat", ARRIVAL, Instant.now(), connection);
    }

    private static Authentication.Authenticated user(String id, @Nullable Instant expiry) {
        return new Authentication.Authenticated(List.of(SubjectKey.of("chat", SubjectKind.USER, id)), expiry, null);
    }

    private double count(String meter) {
        return metrics.registry().find(meter).meters().stream()
                .mapToDouble(found -> found.measure().iterator().next().getValue()).sum();
    }

    @Test
    void welcomesNobodyWhoWasClosedWhileBeingAdmitted() {
        ClientSession session = open();
        meanwhile = () -> registry.all().forEach(found -> found.close(new CloseReason.Terminated()));

        if (sessions.admit(session, user("alice", null))) session.send("welcome");

        assertThat(connection.events()).containsExactly("farewell", "close 4000");
    }

    // An exception for what somebody was is none for what they become.
    @Test
    void asksAgainForTheAppWhoeverLeavesWhatWasExcepted() {
        Reach butAdmin = new Reach(Set.of(new Subject(SubjectKind.USER, "admin")), null, null);
        view.apply(new Command.Block(UUID.randomUUID(), SubjectKey.ofApp("chat"), null, null, null, "ops",
                Instant.now(), butAdmin), new Position(0, 1), Instant.now());
        ClientSession session = open();
        assertThat(sessions.admit(session, user("admin", null))).isTrue();

        assertThat(sessions.identify(session, user("admin", null).subjects(), user("raider", null))).isFalse();

        assertThat(connection.events()).containsExactly("farewell", "close 4000");
    }

    @Test
    void tellsOnlyWhoWasAdmittedAndWasNotToldToGo() {
        LiveList live = new LiveList("edge-1", registry);
        SessionsRequest all = new SessionsRequest("chat", null, null, 10);
        ClientSession session = open();
        meanwhile = () -> assertThat(live.answer(all).sessions()).as("found, but not admitted").isEmpty();
        sessions.admit(session, user("alice", null));
        assertThat(registry.all()).hasSize(1);
        assertThat(live.answer(all).sessions()).extracting(LiveSession::id).containsExactly(session.id());

        session.close(new CloseReason.Terminated());

        assertThat(registry.all()).as("its connection is still there").hasSize(1);
        assertThat(live.answer(all).sessions()).isEmpty();
    }

    @Test
    void whatSaysNothingOfWhenAUserWasFirstSeenTakesNothingBackButOfAnother() {
        Instant firstSeen = Instant.parse("2020-03-01T12:00:00Z");
        SubjectKey phone = SubjectKey.of("chat", SubjectKind.DEVICE, "phone");
        ClientSession session = open();
        List<SubjectKey> alice = user("alice", null).subjects();
        sessions.admit(session, new Authentication.Authenticated(alice, null, null, firstSeen));

        sessions.identify(session, List.of(), user("alice", null));
        assertThat(session.firstSeen()).as("a renewal").isEqualTo(firstSeen);
        sessions.identify(session, List.of(),
                new Authentication.Authenticated(List.of(alice.getFirst(), phone), null, null));
        assertThat(session.firstSeen()).as("a device too").isEqualTo(firstSeen);
        sessions.identify(session, alice, user("bob", null));
        assertThat(session.firstSeen()).as("somebody else").isNull();
        sessions.identify(session, List.of(), new Authentication.Authenticated(alice, null, null, firstSeen));
        assertThat(session.firstSeen()).as("said anew").isEqualTo(firstSeen);
    }

    @Test
    void keepsNobodyWhoseConnectionWentWhileBeingAdmitted() {
        ClientSession session = open();
        meanwhile = () -> sessions.gone(session);

        assertThat(sessions.admit(session, user("alice", Instant.now().plusSeconds(60)))).isFalse();
        assertThat(registry.size()).isZero();
        assertThat(timers.waiting()).isZero();
        assertThat(count("bouncer.sessions")).isZero();
    }

    @Test
    void letsNobodyInWhoIsAdmittedWhenAllOthersHaveBeenToldToGo() throws InterruptedException {
        sessions.drain(Duration.ZERO, Rate.UNLIMITED);
        ClientSession session = open();

        if (sessions.admit(session, user("alice", null))) session.send("welcome");
        assertThat(connection.events()).containsExactly("farewell", "close 4000");
    }

    // A frame and the farewell at the same moment: the frame comes before, or not at all.
    @RepeatedTest(50)
    void saysNothingAfterTheFarewell() throws Exception {
        ClientSession session = open();
        sessions.admit(session, user("alice", null));
        CyclicBarrier start = new CyclicBarrier(3);
        List<Runnable> actions = List.of(() -> session.send("welcome"),
                () -> session.close(new CloseReason.Terminated()), () -> session.close(new CloseReason.GoingAway()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> atOnce = actions.stream().<Callable<Integer>>map(action -> () -> {
                int place = start.await();
                action.run();
                return place;
            }).toList();
            for (Future<Integer> done : threads.invokeAll(atOnce))
                done.get();
        }

        assertThat(connection.events()).endsWith("farewell", "close 4000").hasSizeBetween(2, 3);
        assertThat(count("bouncer.closes")).isEqualTo(1);
    }

    @Test
    void dropsTheConnectionWhenTheFarewellFailsAndNeverThrows() {
        ClientSession session = open();
        session.close(new CloseReason.Unavailable());
        session.close(new CloseReason.Terminated());

        assertThat(connection.events()).containsExactly("drop");
    }

    @Test
    void keepsNoTimerForWhoeverIsGone() {
        Instant expiry = Instant.now().plusSeconds(3600);
        ClientSession left = open();
        ClientSession closed = open();
        sessions.admit(left, user("alice", expiry));
        sessions.admit(closed, user("alice", expiry));
        sessions.admit(open(), user("bob", null));
        assertThat(timers.waiting()).isEqualTo(2);

        sessions.gone(left);
        assertThat(timers.waiting()).isEqualTo(1);
        closed.close(new CloseReason.Terminated());
        assertThat(timers.waiting()).isZero();
        assertThat(registry.size()).isEqualTo(2);
        sessions.gone(closed);
        assertThat(registry.size()).isEqualTo(1);
        assertThat(count("bouncer.sessions")).isEqualTo(1);
    }

    @Test
    void countsStrangeAppsAsOne() {
        for (int i = 0; i < 10; i++)
            sessions.refuse(sessions.open(PROTOCOL, "stranger-" + i, ARRIVAL, Instant.now(), connection),
                    new CloseReason.Unauthenticated());

        assertThat(metrics.scrape())
                .contains("bouncer_connects_total{app=\"unknown\",outcome=\"unauthenticated\"} 10")
                .doesNotContain("stranger");
    }

    @Test
    void closesOneUsersFiftySessionsOfFiveThousandAndNobodyElses() {
        List<RecordingConnection> alices = new ArrayList<>();
        List<RecordingConnection> others = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            RecordingConnection each = new RecordingConnection();
            boolean alice = i % 100 == 0;
            (alice ? alices : others).add(each);
            sessions.admit(sessions.open(PROTOCOL, "chat", ARRIVAL, Instant.now(), each),
                    user(alice ? "alice" : "user-" + i / 3, null));
        }
        for (Session session : registry.find(SubjectKey.of("chat", SubjectKind.USER, "alice")))
            session.close(new CloseReason.Terminated());

        assertThat(alices).hasSize(50)
                .allSatisfy(each -> assertThat(each.events()).containsExactly("farewell", "close 4000"));
        assertThat(others).hasSize(4_950).allSatisfy(each -> assertThat(each.events()).isEmpty());
        assertThat(count("bouncer.closes")).isEqualTo(50);
    }
}
