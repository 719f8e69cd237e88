package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PusherFarewellsTest {
    private static final Instant END = Instant.parse("2999-12-01T12:00:00Z");

    private static CloseReason blocked(@Nullable Instant until, @Nullable String message) {
        return new CloseReason.Blocked(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, "alice"),
                new UUID(0, 1), Instant.EPOCH, until, "spam wave 12, see ticket 88", message, "backend-1"));
    }

    private static CloseReason invalidated(@Nullable String message) {
        return new CloseReason.Invalidated(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, "alice"),
                new UUID(0, 1), Instant.EPOCH, END, "see ticket 88", message, "backend-1", Instant.EPOCH));
    }

    private static CloseReason terminated(int code, String reason) {
        return new CloseReason.Terminated(new Termination.Close(code, reason));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(arguments(invalidated(null), 4100, "Sign in again."),
                arguments(invalidated("You changed your password."), 4100, "You changed your password."),
                arguments(blocked(null, null), 4009, "You are blocked."),
                arguments(blocked(null, "You spammed."), 4009, "You spammed."),
                arguments(blocked(END, null), 4009, "You are blocked. (until 2999-12-01T12:00:00.000Z)"),
                arguments(blocked(END, "You spammed."), 4009, "You spammed. (until 2999-12-01T12:00:00.000Z)"),
                arguments(new CloseReason.Terminated(), 4009, "You got disconnected by the app."),
                arguments(terminated(4201, "move over"), 4009, "move over"),
                arguments(terminated(4201, ""), 4009, "You got disconnected by the app."),
                arguments(new CloseReason.Unauthenticated(), 4009, "Connection not authorized within timeout."),
                arguments(new CloseReason.OriginNotAllowed(), 4009, "Origin not allowed"),
                arguments(new CloseReason.TooManyConnections(), 4004, "Application is over connection quota"),
                arguments(new CloseReason.Unavailable(), 4100, "Over capacity"),
                arguments(new CloseReason.GoingAway(), 4200, "Server shutting down"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void tellsEveryReasonInTheEventAndInTheCloseFrame(CloseReason reason, int code, String message) {
        Farewell farewell = PusherFarewells.of(reason);

        assertThat(farewell.messages()).containsExactly(new Farewell.Text(
                "{\"event\":\"pusher:error\",\"data\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}"));
        assertThat(farewell.close().code()).isEqualTo(code);
        assertThat(farewell.close().reason()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"a, 123, 123", "a, 124, 123", "é, 62, 122", "€, 41, 123", "€, 42, 123", "😀, 31, 120"})
    void cutsTheCloseReasonAtACharacterAndNotTheEvent(String character, int times, int bytes) {
        String message = character.repeat(times);
        Farewell farewell = PusherFarewells.of(blocked(null, message));

        assertThat(farewell.messages()).singleElement().asString().contains('"' + message + '"');
        assertThat(message).startsWith(farewell.close().reason());
        assertThat(farewell.close().reason().getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
    }
}
