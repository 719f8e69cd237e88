package dev.bouncer.bench.fleet;

import java.util.Map;

import dev.bouncer.config.Secret;

/**
 * What commands and clients show. It goes from process to process by the environment, which others on the machine do not see.
 *
 * @param key    of the API, which may block and unblock users
 * @param tokens signs the clients' tokens, by HS256
 */
public record Credentials(Secret key, Secret tokens) {
    /** The variable with the API key. */
    public static final String KEY = "BOUNCER_BENCH_KEY";
    /** The variable with what signs tokens. */
    public static final String TOKENS = "BOUNCER_BENCH_HMAC_SECRET";

    /** Those of fleets that are started here. */
    public static final Credentials OWN = new Credentials(new Secret(Fleet.KEY), new Secret(Tokens.SECRET));

    /** What these variables say; of what they do not say, {@link #OWN}. */
    public static Credentials of(Map<String, String> environment) {
        return new Credentials(new Secret(environment.getOrDefault(KEY, OWN.key.reveal())),
                new Secret(environment.getOrDefault(TOKENS, OWN.tokens.reveal())));
    }

    /** For a process that shows them. */
    public Map<String, String> environment() {
        return Map.of(KEY, key.reveal(), TOKENS, tokens.reveal());
    }
}
