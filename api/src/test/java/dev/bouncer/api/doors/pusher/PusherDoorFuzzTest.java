package dev.bouncer.api.doors.pusher;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bouncer.api.http.PercentEncoding;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Any request: a line with its path, a line with its query, its body. */
final class PusherDoorFuzzTest {
    private static final Secret SECRET = new Secret("secret");
    private static final UUID ID = UUID.fromString("0198c1f0-7a00-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    @FuzzTest(maxDuration = "5s")
    void refusesOrReadsWhateverIsAsked(byte[] input) {
        // Request lines reach a door one byte to a character.
        String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
        String path = parts[0];
        byte[] body = (parts.length > 2 ? parts[2] : "").getBytes(StandardCharsets.ISO_8859_1);
        String digest = PusherSignature.digest(body);
        try {
            readQuery(path, (parts.length > 1 ? parts[1] : "").replace("$md5", digest), digest);
        } catch (Problem problem) {
            assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
        }
        try {
            readCommand(path, body);
        } catch (Problem problem) {
            assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
        }
    }

    private static void readQuery(String path, String raw, String digest) {
        PusherQuery query = PusherQuery.parse(raw);
        String signature = PusherSignature.of(SECRET, "POST", path, query.signed());
        assertThat(query.signed()).doesNotContainKey(PusherQuery.SIGNATURE);
        PusherQuery signed = PusherQuery.parse(raw + "&auth_signature=" + signature);
        assertThat(PusherSignature.of(SECRET, "POST", path, signed.signed())).isEqualTo(signature);
        assertThat(PusherSignature.matches(signature, signed.text(PusherQuery.SIGNATURE))).isTrue();
        for (String used : new String[]{PusherQuery.KEY, PusherQuery.TIMESTAMP, PusherQuery.BODY_DIGEST}) {
            String value = query.text(used);
            if (value != null) assertThat(query.signed()).containsEntry(used, value);
        }
        String claimed = query.text(PusherQuery.BODY_DIGEST);
        assertThat(PusherSignature.matches(digest, claimed)).isEqualTo(digest.equals(claimed));
    }

    private static void readCommand(String path, byte[] body) {
        String[] segments = path.split("/", -1);
        String user = PercentEncoding.decode(segments[Math.max(0, segments.length - 2)]);
        Command command = Problem.unlessMalformed(
                () -> UserCommand.of(ID, SubjectKey.of("chat", SubjectKind.USER, user), body, NOW));
        assertThat(command.subject().subject().id()).isEqualTo(user);
        assertThat(CommandJson.decode(CommandJson.encode(command), Instant.MAX)).isEqualTo(command);
        switch (command) {
            case Command.Block block -> {
                if (block.expiresAt() != null) assertThat(block.expiresAt()).isAfter(NOW);
            }
            case Command.Terminate _ -> {
            }
            case Command.Unblock _,Command.Invalidate _ -> throw new AssertionError("nobody can ask for " + command);
        }
    }
}
