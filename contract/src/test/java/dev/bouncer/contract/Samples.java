package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** What several tests speak of. */
final class Samples {
    static final UUID ID = UUID.fromString("0198c1f0-7a00-7000-8000-000000000001");
    static final UUID OTHER_ID = UUID.fromString("0198c1f0-7a00-7000-8000-000000000002");
    static final Instant ISSUED = Instant.parse("2026-11-01T09:30:00.250Z");
    static final Instant EXPIRES = Instant.parse("2026-12-01T12:00:00.000Z");
    static final Instant APPENDED = Instant.parse("2026-11-01T09:30:01.000Z");
    static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");

    static final Command.Block BLOCK = new Command.Block(ID, ALICE, EXPIRES, "spam wave 12, see ticket 88",
            "You are blocked for spam.", "backend-1", ISSUED);
    static final Command.Unblock UNBLOCK = new Command.Unblock(ID, ALICE, "appeal granted", "backend-1", ISSUED);
    static final Command.Terminate TERMINATE = new Command.Terminate(ID, ALICE, "password changed", "backend-1",
            ISSUED);

    static final Command.Invalidate INVALIDATE = new Command.Invalidate(ID, ALICE, ISSUED.minusMillis(250), EXPIRES,
            "password changed", "Please sign in again.", "backend-1", ISSUED);

    static final String BLOCK_JSON = """
            {"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"block",\
            "app":"chat","subject":{"kind":"user","id":"alice"},\
            "expires_at":"2026-12-01T12:00:00.000Z",\
            "reason":"spam wave 12, see ticket 88","message":"You are blocked for spam.",\
            "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"}""";

    private Samples() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
