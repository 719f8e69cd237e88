package dev.bouncer.api.doors.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.bouncer.api.http.Problem;
import dev.bouncer.config.Secret;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is changed about a signed request, its signature is another. */
class PusherSignatureProperties {
    private static final Secret SECRET = new Secret("secret");
    private static final List<String> USED = List.of(PusherQuery.KEY, PusherQuery.TIMESTAMP, PusherQuery.BODY_DIGEST);

    /** A query in pieces, so that a change to one makes a query again. */
    record Pieces(List<String> pieces) {
        String query() {
            return String.join("", pieces);
        }

        Pieces with(int at, String piece) {
            List<String> changed = new ArrayList<>(pieces);
            changed.set(Math.floorMod(at, changed.size()), piece);
            return new Pieces(changed);
        }
    }

    @Provide
    Arbitrary<String> piece() {
        return Arbitraries.of("a", "b", "A", "=", "&", "%26", "%3D", "%3d", "+", "%20", "%2B", "%25", "%C3%BC", "1",
                "auth_key=k", "AUTH_KEY=k", "&body_md5=1", "auth_timestamp=1", "auth_version=1", "auth_signature=s",
                "AUTH_SIGNATURE=s");
    }

    @Provide
    Arbitrary<Pieces> query() {
        return piece().list().ofMinSize(1).ofMaxSize(12).map(Pieces::new);
    }

    private static @Nullable PusherQuery parse(Pieces pieces) {
        try {
            return PusherQuery.parse(pieces.query());
        } catch (Problem refused) {
            return null;
        }
    }

    private static String sign(PusherQuery query) {
        return PusherSignature.of(SECRET, "POST", "/p", query.signed());
    }

    @Property(tries = 20_000)
    void queriesThatDifferHaveAnotherSignatureOrAreRefused(@ForAll("query") Pieces pieces, @ForAll int at,
            @ForAll("piece") String piece) {
        PusherQuery one = parse(pieces);
        PusherQuery other = parse(pieces.with(at, piece));
        if (one == null || other == null) return;
        assertThat(sign(one).equals(sign(other))).isEqualTo(one.signed().equals(other.signed()));
    }

    @Property(tries = 20_000)
    void whatIsUsedIsWhatIsSigned(@ForAll("query") Pieces pieces) {
        PusherQuery query = parse(pieces);
        if (query == null) return;
        for (String name : USED) {
            String used = query.text(name);
            if (used != null) assertThat(query.signed()).containsEntry(name, used);
        }
    }

    @Provide
    Arbitrary<List<String>> head() {
        Arbitrary<String> word = Arbitraries.strings().withChars("POST/%2abc").ofMinLength(1).ofMaxLength(6);
        return Combinators.combine(word, word, word, word, word)
                .as((secret, method, path, name, value) -> List.of(secret, method, path, name, value));
    }

    private static String sign(List<String> head) {
        return PusherSignature.of(new Secret(head.get(0)), head.get(1), head.get(2),
                new TreeMap<>(Map.of(head.get(3), head.get(4))));
    }

    @Property
    void anotherSecretMethodPathOrParameterIsAnotherSignature(@ForAll("head") List<String> one,
            @ForAll("head") List<String> other, @ForAll int which) {
        int changed = Math.floorMod(which, one.size());
        List<String> mixed = new ArrayList<>(one);
        mixed.set(changed, other.get(changed));
        Assume.that(!mixed.equals(one));
        assertThat(PusherSignature.matches(sign(one), sign(mixed))).isFalse();
        assertThat(PusherSignature.matches(sign(one), sign(List.copyOf(one)))).isTrue();
    }

    @Property
    void anotherBodyIsAnotherDigest(@ForAll byte[] one, @ForAll byte[] other) {
        boolean same = Arrays.equals(one, other);
        assertThat(PusherSignature.matches(PusherSignature.digest(one), PusherSignature.digest(other)))
                .isEqualTo(same);
    }

    @Property
    void nothingButTheSignatureMatches(@ForAll String given) {
        String right = PusherSignature.digest("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(PusherSignature.matches(right, given)).isEqualTo(right.equals(given));
        assertThat(PusherSignature.matches(right, null)).isFalse();
    }
}
