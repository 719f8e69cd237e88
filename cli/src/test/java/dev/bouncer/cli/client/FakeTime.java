package dev.bouncer.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only where somebody waits. */
public final class FakeTime implements InstantSource, Patience.Pause {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void await(Duration time) {
        now = now.plus(time);
    }
}
