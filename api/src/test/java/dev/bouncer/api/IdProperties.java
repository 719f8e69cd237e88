package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.Command;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever an id holds, it arrives as it is, however its characters are escaped. */
class IdProperties {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String ALLOWED_RAW = UNRESERVED + "!$&'()*+,;=:@/";

    private static @Nullable RunningApi api;

    @BeforeContainer
    static void start() {
        api = new RunningApi();
    }

    @AfterContainer
    static void stop() {
        if (api != null) api.close();
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> any = Arbitraries.strings().ofMinLength(1).ofMaxLength(40)
                .filter(id -> id.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c)));
        Arbitrary<String> nasty = Arbitraries
                .of("/", "//", "%", "%2F", "%25", "+", " ", "..", ".", "/../", ";", ":", "?", "#", "&", "=", "\\", "🙂",
                        "é", "e\u0301", "\u2028", "\u00a0", "a", "<", ">", "{", "}", "*", "|", "\"", "\u202e")
                .list().ofMinSize(1).ofMaxSize(8).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(any, nasty);
    }

    @Property(tries = 300)
    void anyIdGoesThroughEscaped(@ForAll("ids") String id) {
        roundTrip(id, escape(id, UNRESERVED));
    }

    @Property(tries = 300)
    void anyIdGoesThroughEscapedNoMoreThanItMust(@ForAll("ids") String id) {
        // Dots between slashes are the one thing that a server must not see as they are.
        String raw = escape(id, ALLOWED_RAW);
        if (!("/" + id + "/").contains("/./") && !("/" + id + "/").contains("/../")) roundTrip(id, raw);
    }

    private static void roundTrip(String id, String escaped) {
        RunningApi running = java.util.Objects.requireNonNull(api);
        ApiClient client = running.client();
        String path = "/v1/apps/chat/blocks/user/" + escaped;
        assertThat(client.put(path, "").json().path("subject").path("id").asText()).isEqualTo(id);
        assertThat(((Command.Block) running.publisher.log().getLast()).subject().subject().id()).isEqualTo(id);
        assertThat(client.get(path).json().path("subject").path("id").asText()).isEqualTo(id);
        assertThat(client.delete(path, "").status()).isEqualTo(200);
        client.get(path).isProblem(404, "not-blocked");
    }

    private static String escape(String id, String raw) {
        StringBuilder escaped = new StringBuilder();
        id.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (raw.contains(character))
                escaped.append(character);
            else
                escaped.append(URLEncoder.encode(character, StandardCharsets.UTF_8).replace("+", "%20"));
        });
        return escaped.toString();
    }
}
