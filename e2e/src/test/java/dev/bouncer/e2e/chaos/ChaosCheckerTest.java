package dev.bouncer.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail is none: each promise, broken in a made-up history, is found, and kept, is not. */
class ChaosCheckerTest {
    private static final Node EDGE = new Node(Node.Kind.EDGE, 1);
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final int BLOCKED = 4403;
    private static final int TERMINATED = 4410;
    private static final int UNAVAILABLE = 1013;

    private final List<Given> given = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private final List<Excuse> excuses = new ArrayList<>();
    private final List<Comeback> comebacks = new ArrayList<>();
    private final AuditLog audit = new AuditLog();
    private final Map<String, Fact> blocklist = new HashMap<>();

    @Test
    void a_blocked_client_that_is_closed_in_time_and_refused_afterwards_is_right() {
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(0, 1.0, 10.2, BLOCKED);
        visit(12, null, 12.1, BLOCKED);
        give("u-1", Given.Type.UNBLOCK, 20, 20.1);
        visit(24, null, 24.1, BLOCKED);
        visit(30, 30.1, null, 0);

        assertThat(doors(100)).isEmpty();
    }

    @Test
    void two_a_session_that_outlives_a_block() {
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(0, 1.0, null, 0);

        assertThat(doors(15)).isEmpty();
        assertThat(doors(16)).singleElement().satisfies(violation -> {
            assertThat(violation.invariant()).isEqualTo(2);
            assertThat(violation.context()).anyMatch(line -> line.contains("b-1"));
        });
    }

    @Test
    void two_a_blocked_client_that_gets_in() {
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(30, 30.1, 30.2, Visit.LEFT);

        assertThat(invariants(doors(100))).containsExactly(2);
    }

    @Test
    void two_not_while_an_edge_has_no_kafka_but_once_it_is_stale_it_must_take_nobody() {
        excuse(Excuse.What.DEAF, 5, 60.0);
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(0, 1.0, 64.0, BLOCKED);
        assertThat(doors(100)).isEmpty();

        visits.add(new Visit("another", EDGE, at(41), at(41.1), at(42), Visit.LEFT, ""));
        assertThat(invariants(doors(100))).containsExactly(2);
    }

    @Test
    void two_not_before_an_edge_that_was_deaf_had_its_time() {
        excuse(Excuse.What.DEAF, 5, 60.0);
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(0, 1.0, 66.0, BLOCKED);

        assertThat(invariants(doors(100))).containsExactly(2);
    }

    @Test
    void two_a_block_that_has_ended_keeps_nobody_out() {
        given.add(new Given("b-1", "alice", Given.Type.BLOCK, at(30), at(10), at(10.1), Given.Outcome.ACKNOWLEDGED,
                false));
        visit(28, 28.1, null, 0);
        assertThat(doors(100)).isEmpty();

        visit(34, null, 34.1, BLOCKED);
        assertThat(invariants(doors(100))).containsExactly(3);
    }

    @Test
    void two_a_session_that_outlives_a_terminate() {
        give("t-1", Given.Type.TERMINATE, 10, 10.1);
        visit(12, 12.1, null, 0);
        assertThat(doors(100)).isEmpty();

        visit(0, 1.0, null, 0);
        assertThat(invariants(doors(100))).containsExactly(2);
    }

    @Test
    void two_a_late_unblock_opens_the_door_for_a_moment_only() {
        given.add(new Given("u-1", "alice", Given.Type.UNBLOCK, null, at(5), at(6), Given.Outcome.ACKNOWLEDGED, true));
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        visit(20, 20.1, 22.0, BLOCKED);
        assertThat(doors(100)).isEmpty();

        visit(20, 20.1, 26.0, BLOCKED);
        assertThat(invariants(doors(100))).containsExactly(2);
    }

    @Test
    void three_closed_refused_or_broken_without_cause() {
        visit(0, 1.0, 10.0, BLOCKED);
        visit(0, 1.0, 11.0, TERMINATED);
        visit(0, null, 12.0, UNAVAILABLE);
        visit(0, 1.0, 13.0, Visit.BROKEN);
        visit(0, 1.0, 14.0, 4401);
        visit(0, 1.0, 15.0, 1001);
        visit(0, null, 16.0, Visit.BROKEN);

        assertThat(invariants(doors(100))).containsExactly(3, 3, 3, 3, 3, 3, 3);
    }

    @Test
    void three_what_a_command_or_a_declared_fault_explains_is_right() {
        give("t-1", Given.Type.TERMINATE, 10, 10.1);
        visit(0, 1.0, 10.2, TERMINATED);
        excuse(Excuse.What.AWAY, 20, 30.0);
        visit(11, 11.1, 20.1, Visit.BROKEN);
        visit(22, null, 22.1, Visit.BROKEN);
        visit(29, null, 29.1, UNAVAILABLE);
        assertThat(doors(100)).isEmpty();

        visit(12, 12.1, 50.0, TERMINATED);
        visit(11, 11.1, 40.0, Visit.BROKEN);
        assertThat(invariants(doors(100))).containsExactly(3, 3);
    }

    @Test
    void three_a_block_that_was_never_done_closes_nobody() {
        given.add(new Given("b-1", "alice", Given.Type.BLOCK, null, at(5), at(6), Given.Outcome.NOT_DONE, false));
        visit(0, 1.0, 10.0, BLOCKED);

        assertThat(invariants(doors(100))).containsExactly(3);
    }

    @Test
    void one_a_command_that_is_not_in_the_audit_log_or_twice() {
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        assertThat(invariants(logs())).contains(1);

        audit.accepted("b-1", "alice");
        blocklist.put("alice", fact("b-1"));
        assertThat(logs()).isEmpty();

        audit.accepted("b-1", "alice");
        assertThat(invariants(logs())).contains(1);
    }

    @Test
    void one_a_command_that_was_not_done_or_not_given_and_is_in_the_audit_log() {
        given.add(new Given("b-1", "alice", Given.Type.BLOCK, null, at(5), at(6), Given.Outcome.NOT_DONE, false));
        assertThat(logs()).isEmpty();

        audit.accepted("b-1", "alice");
        blocklist.put("alice", fact("b-1"));
        assertThat(invariants(logs())).contains(1, 4);
    }

    @Test
    void one_an_unknown_outcome_may_be_either() {
        given.add(new Given("b-1", "alice", Given.Type.BLOCK, null, at(5), at(6), Given.Outcome.UNKNOWN, true));
        assertThat(logs()).isEmpty();

        audit.accepted("b-1", "alice");
        blocklist.put("alice", fact("b-1"));
        assertThat(logs()).isEmpty();
    }

    @Test
    void four_blocklist_audit_and_model_that_differ() {
        give("b-1", Given.Type.BLOCK, 10, 10.1);
        audit.accepted("b-1", "alice");
        assertThat(invariants(logs())).as("the blocklist lacks it").containsExactly(4);

        blocklist.put("alice", fact("b-1"));
        assertThat(logs()).isEmpty();

        blocklist.put("bob", fact("b-2"));
        assertThat(invariants(logs())).as("the blocklist has more").containsExactly(4);
        blocklist.remove("bob");

        give("u-1", Given.Type.UNBLOCK, 20, 20.1);
        assertThat(invariants(logs())).as("the model says otherwise").contains(4);
    }

    @Test
    void four_a_block_that_ended_is_cleared_away() {
        given.add(new Given("b-1", "alice", Given.Type.BLOCK, at(30), at(10), at(10.1), Given.Outcome.ACKNOWLEDGED,
                false));
        audit.accepted("b-1", "alice", at(30));
        blocklist.put("alice", new Fact(AuditLog.id("b-1"), "b-1", at(30)));

        assertThat(LogChecker.check(given, audit.fold(), blocklist, at(35))).isEmpty();
        assertThat(invariants(LogChecker.check(given, audit.fold(), blocklist, at(60)))).containsExactly(4);
    }

    @Test
    void four_a_chain_that_is_altered_or_has_a_gap() {
        audit.accepted("b-1", "alice");
        audit.accepted("b-2", "bob");
        audit.accepted("b-3", "carol");
        assertThat(audit.fold().breaks()).isEmpty();

        AuditLog altered = audit.with(1, new String(audit.values().get(1), StandardCharsets.UTF_8)
                .replace("\"bob\"", "\"eve\"").getBytes(StandardCharsets.UTF_8));
        assertThat(altered.fold().breaks()).anyMatch(line -> line.contains("the hash is another"));

        assertThat(audit.without(1).fold().breaks()).anyMatch(line -> line.contains("expected to follow"));
    }

    @Test
    void five_who_comes_back_late_or_not_at_all() {
        comebacks.add(new Comeback("edge-1 is ready", at(0), at(150)));
        comebacks.add(new Comeback("edge-2 is ready", at(100), null));
        assertThat(ComebackChecker.check(comebacks, at(250))).isEmpty();
        assertThat(ComebackChecker.check(comebacks, at(251))).as("not at all").singleElement()
                .satisfies(violation -> {
                    assertThat(violation.invariant()).isEqualTo(5);
                    assertThat(violation.what()).contains("edge-2 is ready");
                });

        comebacks.add(new Comeback("edge-3 is ready", at(0), at(151)));
        assertThat(invariants(ComebackChecker.check(comebacks, at(200)))).as("late").containsExactly(5);
    }

    private void give(String tag, Given.Type type, double sent, double answered) {
        given.add(
                new Given(tag, "alice", type, null, at(sent), at(answered), Given.Outcome.ACKNOWLEDGED, false));
    }

    private void visit(double dialed, @Nullable Double welcomed, @Nullable Double ended, int code) {
        visits.add(new Visit("alice", EDGE, at(dialed), welcomed == null ? null : at(welcomed),
                ended == null ? null : at(ended), code, ""));
    }

    private void excuse(Excuse.What what, double from, double to) {
        excuses.add(new Excuse(EDGE, what, at(from), at(to), "a test"));
    }

    private static Fact fact(String tag) {
        return new Fact(AuditLog.id(tag), tag, null);
    }

    private static Instant at(double seconds) {
        return START.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private List<Violation> doors(double now) {
        return DoorChecker.check(given, visits, excuses, at(now));
    }

    private List<Violation> logs() {
        return LogChecker.check(given, audit.fold(), blocklist, at(100));
    }

    private static List<Integer> invariants(List<Violation> violations) {
        return violations.stream().map(Violation::invariant).toList();
    }
}
