package dev.bouncer.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Subjects, their kinds and their keys. */
final class SubjectKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"chat:user:alice", "a:token::", "a-b_C9:device:x:y/z?%20#", "a:user: ", "a:user:😀:é",
            "a:ip:2001:db8::/32", "a:ip:192.0.2.7"})
    void textReadsAsTheSame(String text) {
        assertThat(SubjectKey.parse(text)).hasToString(text);
        assertThat(text(SubjectKey.parse(text).bytes())).isEqualTo(text);
    }

    @Test
    void partsAreWhatStandsBetweenTheFirstColons() {
        assertThat(SubjectKey.parse("chat:user:a:b:")).isEqualTo(SubjectKey.of("chat", SubjectKind.USER, "a:b:"));
    }

    @Test
    void addressesHaveOneSpelling() {
        assertThat(SubjectKey.of("chat", SubjectKind.IP, "2001:DB8:0::7/32"))
                .isEqualTo(SubjectKey.of("chat", SubjectKind.IP, "2001:db8::/32"));
        assertThat(SubjectKey.of("chat", SubjectKind.USER, "2001:DB8::")).hasToString("chat:user:2001:DB8::");
    }

    @Test
    void appNames() {
        String longest = "a".repeat(64);
        assertThat(SubjectKey.requireApp(longest)).isEqualTo(longest);
        for (String app : new String[]{"", "a".repeat(65), "a:b", "a.b", "é", "a\n"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> SubjectKey.of(app, SubjectKind.USER, "a"))
                    .withMessage("app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got " + Text.quote(app));
        }
    }

    @Test
    void refusesTextWithoutThreeParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectKey.parse("chat:user"))
                .withMessage("key: expected app:kind:id, got 'chat:user'");
    }

    @ParameterizedTest
    @EnumSource(SubjectKind.class)
    void kindIsFoundByItsWireName(SubjectKind kind) {
        assertThat(SubjectKind.ofWireName(kind.wireName())).isEqualTo(kind);
        assertThat(kind).hasToString(kind.wireName());
    }

    @Test
    void kindsOnTheWireArePinned() {
        assertThat(SubjectKind.values()).extracting(SubjectKind::wireName).containsExactly("user", "token", "ip",
                "device", "app");
        assertThat(Lane.values()).extracting(Lane::wireName).containsExactly("block", "terminate",
                "invalidate");
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectKind.ofWireName("USER"))
                .withMessage("subject kind: expected one of user, token, ip, device, app, got 'USER'");
    }

    @Test
    void idHas256CharactersHoweverManyBytesTheyTake() {
        assertThat(new Subject(SubjectKind.USER, "😀".repeat(256)).id()).hasSize(512);
        assertThatIllegalArgumentException().isThrownBy(() -> new Subject(SubjectKind.USER, "😀".repeat(257)))
                .withMessage("subject id: expected at most 256 characters, got 257");
    }

    @Test
    void quotedTextShowsWhatCannotBeSeen() {
        assertThat(Text.quote("a\u0000\n\u009f\ud800b")).isEqualTo("'a\\u0000\\u000a\\u009f\\ud800b'");
        assertThat(Text.quote("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
        assertThat(Text.quote("x".repeat(81))).isEqualTo("'" + "x".repeat(80) + "…'");
    }
}
