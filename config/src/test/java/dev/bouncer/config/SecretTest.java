package dev.bouncer.config;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class SecretTest {
    private final Secret secret = new Secret("correct horse battery staple é");

    @Test
    void matchesItselfOnly() {
        assertThat(secret.matches("correct horse battery staple é")).isTrue();
        assertThat(secret.matches("correct horse battery staple e")).isFalse();
        assertThat(secret.matches("correct horse battery staple é ")).isFalse();
        assertThat(secret.matches("Correct horse battery staple é")).isFalse();
        assertThat(secret.matches("")).isFalse();
    }

    @Test
    void isEqualByValue() {
        assertThat(secret).isEqualTo(new Secret("correct horse battery staple é"))
                .hasSameHashCodeAs(new Secret("correct horse battery staple é")).isNotEqualTo(new Secret("another"))
                .isNotEqualTo("correct horse battery staple é");
    }

    @Test
    void showsItselfOnlyWhenAsked() {
        assertThat(secret).hasToString("***");
        assertThat(new ApiKey("a", secret, Set.of()).toString()).contains("***").doesNotContain("horse");
        assertThat(secret.reveal()).isEqualTo("correct horse battery staple é");
    }

    @Test
    void isNotEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Secret(""))
                .withMessage("expected a secret, got an empty one");
    }
}
