package dev.bouncer.api;

import java.util.List;

import dev.bouncer.contract.Command;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** Tests of what one node answers, and two that take turns. The nodes stay between the tests, as does their log. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
abstract class SharedFleet {
    private static @Nullable RunningApi running;

    @Parameter
    int nodes;

    private final int before = api().publisher.log().size();

    @BeforeParameterizedClassInvocation
    static void start(int nodes) {
        running = RunningApi.fleet(nodes);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        api().close();
    }

    static RunningApi api() {
        return requireNonNull(running);
    }

    /** What has come onto the log since the test began. */
    final List<Command> added() {
        List<Command> log = api().publisher.log();
        return log.subList(before, log.size());
    }
}
