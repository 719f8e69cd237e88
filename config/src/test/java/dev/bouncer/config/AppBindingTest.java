package dev.bouncer.config;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static dev.bouncer.config.Loading.tokens;
import static org.assertj.core.api.Assertions.assertThat;

/** Apps, their keys and their tokens. */
final class AppBindingTest {
    private static final String SECRET = "do-not-show-this-secret";

    @ParameterizedTest
    @ValueSource(strings = {"a b", "é", "a:b", "a/b", "\"\""})
    void namesOfAppsAndKeysAreTame(String name) {
        String expected = "expected names of 1 to 64 of the characters A-Z a-z 0-9 _ -, got '" + name.replace("\"", "")
                + "'";

        refused("bouncer: {apps: {" + name + ": {tokens: {hmac-secret: " + SECRET + "}}}}")
                .withMessage("bouncer.apps: " + expected);
        refused("bouncer: {apps: {chat: {keys: {" + name + ": {secret: " + SECRET + ", scopes: read}}}}}")
                .withMessage("bouncer.apps.chat.keys: " + expected);
    }

    @Test
    void namesHaveAtMost64Characters() {
        assertThat(load("bouncer.apps: {" + "a".repeat(64) + ": {}, b: }").apps())
                .containsOnlyKeys("a".repeat(64), "b");
        refused("bouncer.apps." + "a".repeat(65) + ": {keys: {a: {secret: s}}}")
                .withMessageStartingWith("bouncer.apps: expected names of 1 to 64");
    }

    @Test
    void keyWithoutSecret() {
        refused("bouncer.apps.chat.keys.backend: { scopes: [read] }")
                .withMessage("bouncer.apps.chat.keys.backend.secret: expected a secret, got none");
        refused("bouncer.apps.chat.keys.backend: { secret: '', scopes: [read] }").withMessage(
                "bouncer.apps.chat.keys.backend.secret (from bouncer.yml): expected a secret, got an empty one");
    }

    @Test
    void keyWithoutScopes() {
        String expected = "expected one or more of the scopes moderate, read, check, admin, console, got ";

        refused("bouncer.apps.chat.keys.backend: { secret: " + SECRET + " }")
                .withMessage("bouncer.apps.chat.keys.backend.scopes: " + expected + "none");
        refused("bouncer.apps.chat.keys.backend: { secret: " + SECRET + ", scopes: [] }")
                .withMessage("bouncer.apps.chat.keys.backend.scopes (from bouncer.yml): " + expected + "none");
        refused("bouncer.apps.chat.keys.backend: { secret: " + SECRET + ", scopes: [read, write] }")
                .withMessage("bouncer.apps.chat.keys.backend.scopes (from bouncer.yml): " + expected + "'read,write'");
    }

    @Test
    void twoKeysWithTheSameSecret() {
        refused("""
                bouncer:
                  apps:
                    chat: { keys: { a: { secret: do-not-show-this-secret, scopes: read } } }
                    game: { keys: { b: { secret: do-not-show-this-secret, scopes: read } } }
                """).withMessage("bouncer.apps.game.keys.b.secret: expected a secret of its own, got one that another "
                + "key has too").withMessageNotContaining(SECRET);
    }

    @Test
    void adminMayDoEverythingAndOthersWhatTheyAreGiven() {
        ApiKey admin = new ApiKey("a", new Secret(SECRET), Set.of(Scope.ADMIN));
        ApiKey reader = new ApiKey("a", new Secret(SECRET), Set.of(Scope.READ));
        ApiKey guard = new ApiKey("a", new Secret(SECRET), Set.of(Scope.CHECK));

        assertThat(Scope.values()).allMatch(admin::allows);
        assertThat(Scope.values()).filteredOn(reader::allows).containsExactly(Scope.READ, Scope.CHECK);
        assertThat(Scope.values()).filteredOn(guard::allows).containsExactly(Scope.CHECK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hmac-secret: s, jwks-url: 'http://a/'                    | several
            jwks-url: 'http://a/', hmac-secret: s, issuer: i         | several
            issuer: i                                                | none
            audience: a                                              | none
            device-claim: did                                        | none
            """)
    void tokensHaveOneVerifier(String tokens, String got) {
        refused("bouncer.apps.chat.tokens: {" + tokens + "}").withMessage(
                "bouncer.apps.chat.tokens: expected exactly one of hmac-secret, public-key and jwks-url, got " + got);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id.example.org/jwks", "ftp://a/", "file:///etc/passwd", "https:", "https:///x",
            "http://a b"})
    void jwksUrlIsOfHttp(String url) {
        refused("bouncer.apps.chat.tokens.jwks-url: '" + url + "'").withMessage(
                "bouncer.apps.chat.tokens.jwks-url (from bouncer.yml): expected an http or https URL, got '%s'", url);
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "EC,256", "EC,384", "EC,521", "Ed25519,255"})
    void publicKeyInPem(String algorithm, int size) throws GeneralSecurityException {
        PublicKey key = pair(algorithm, size).getPublic();
        String pem = pem("PUBLIC KEY", key);

        assertThat(publicKey(load("bouncer.apps.chat.tokens:\n  public-key: |\n" + pem.indent(4)))).isEqualTo(key);
        assertThat(publicKey(load("", Map.of("BOUNCER_APPS_CHAT_TOKENS_PUBLIC_KEY", pem)))).isEqualTo(key);
        assertThat(publicKey(load("", Map.of("BOUNCER_APPS_CHAT_TOKENS_PUBLIC_KEY", pem.replace("\n", "\\n")))))
                .as("in one line").isEqualTo(key);
        assertThat(key).isInstanceOf(switch (algorithm) {
            case "RSA" -> RSAPublicKey.class;
            case "EC" -> ECPublicKey.class;
            default -> EdECPublicKey.class;
        });
    }

    @Test
    void whatIsNoPublicKeyIsNotShown() throws GeneralSecurityException {
        String expected = "bouncer.apps.chat.tokens.public-key (from environment variable "
                + "BOUNCER_APPS_CHAT_TOKENS_PUBLIC_KEY): expected a PEM public key (BEGIN PUBLIC KEY) of RSA, EC or "
                + "Ed25519";
        for (String wrong : new String[]{"", "no key", "AAAA", pem("PUBLIC KEY", pair("X25519", 255).getPublic()),
                pem("PRIVATE KEY", pair("Ed25519", 255).getPrivate()), "./key.pem"}) {
            refused("", Map.of("BOUNCER_APPS_CHAT_TOKENS_PUBLIC_KEY", wrong)).withMessage(expected);
        }
    }

    private static PublicKey publicKey(BouncerConfig config) {
        return ((TokenConfig.Verifier.Key) tokens(config, "chat").verifier()).key();
    }

    private static KeyPair pair(String algorithm, int size) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private static String pem(String type, Key key) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + type
                + "-----\n";
    }

    @Test
    void configurationAsTextHoldsNoSecret() {
        BouncerConfig config = load("bouncer.apps.chat: {keys: {a: {secret: " + SECRET + "1, scopes: read}}, "
                + "tokens: {hmac-secret: " + SECRET + "2}}");

        assertThat(config.toString()).contains("chat", "***").doesNotContain(SECRET);
    }
}
