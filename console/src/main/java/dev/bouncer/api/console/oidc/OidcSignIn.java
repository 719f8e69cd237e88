package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.console.access.Identity;
import dev.bouncer.api.console.access.Limits;
import dev.bouncer.api.console.access.Seals;
import dev.bouncer.api.console.access.Tokens;
import dev.bouncer.api.console.web.Cookies;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.OidcConfig;
import dev.bouncer.contract.JsonObject;
import io.javalin.http.Context;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends people to the provider and learns who comes back: the authorization code flow with PKCE. What belongs to one attempt is in a
 * sealed cookie of that browser, so that any node can take it back, and an answer counts in that browser alone. Thread-safe.
 */
public final class OidcSignIn implements AutoCloseable {
    /** Where the provider sends people back to. */
    public static final String CALLBACK = "/console/oidc/callback";

    private static final Logger log = LoggerFactory.getLogger(OidcSignIn.class);
    private static final String COOKIE = "bouncer_console_oidc";
    private static final String PURPOSE = "oidc attempt";
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    /**
     * Who has come back.
     *
     * @param subject what the provider knows them by
     * @param next    where they wanted to go
     */
    public record Answer(Identity.Person who, String subject, String next) {}

    private final OidcConfig config;
    private final URI callback;
    private final Seals seals;
    private final Cookies cookies;
    private final InstantSource clock;
    private final Limits limits;
    private final ProviderHttp http = new ProviderHttp();
    private final Discovery discovery;
    private @Nullable IdTokens tokens;

    /** @param url the console's own origin */
    public OidcSignIn(OidcConfig config, URI url, Seals seals, Cookies cookies, Limits limits, InstantSource clock) {
        this.config = config;
        this.callback = url.resolve(CALLBACK);
        this.seals = seals;
        this.cookies = cookies;
        this.limits = limits;
        this.clock = clock;
        this.discovery = new Discovery(config.issuer(), http, clock);
    }

    /**
     * Begins an attempt.
     *
     * @param next where they want to go
     * @return where to send them
     * @throws Problem NOT_READY if the provider cannot be asked
     */
    public URI begin(Context context, String next) {
        String state = Tokens.fresh();
        String nonce = Tokens.fresh();
        String verifier = Tokens.fresh();
        ObjectNode attempt = Json.object().put("state", state).put("nonce", nonce).put("verifier", verifier)
                .put("next", next);
        Json.putTime(attempt, "until", clock.instant().plus(ATTEMPT));
        // Not strict: the way back begins at the provider's.
        cookies.set(context, COOKIE, seals.seal(PURPOSE, attempt), ATTEMPT, Cookies.SameSite.LAX);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", callback.toString());
        query.put("scope", String.join(" ", config.scopes()));
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        return with(query, provider().authorization());
    }

    /**
     * Where people sign out of the provider itself, which then asks them: no ID token is kept that could vouch for them. Null where
     * the provider has no such place, or does not answer.
     */
    public @Nullable URI endSession() {
        try {
            URI place = discovery.provider().endSession();
            return place == null ? null : with(Map.of("client_id", config.clientId()), place);
        } catch (IOException e) {
            warn(e);
            return null;
        }
    }

    private static URI with(Map<String, String> query, URI place) {
        return URI.create(place + (place.getRawQuery() == null ? "?" : "&") + form(query));
    }

    /**
     * Ends the attempt that this browser began.
     *
     * @throws Problem MISSING_SCOPE if it is none, or the provider says no; NOT_READY if the provider cannot be asked;
     *                 TOO_MANY_REQUESTS if too many from there were refused
     */
    public Answer end(Context context) {
        limits.requireHeard(context);
        try {
            return read(context);
        } catch (Problem problem) {
            if (problem.type() == ProblemType.MISSING_SCOPE) limits.refused(context);
            throw problem;
        }
    }

    private Answer read(Context context) {
        JsonObject attempt = seals.open(PURPOSE, cookies.get(context, COOKIE));
        cookies.clear(context, COOKIE);
        String state = context.queryParam("state");
        if (attempt == null || !clock.instant().isBefore(attempt.time("until")) || !attempt.text("state").equals(state))
            throw refused("this is not the answer to a sign-in that was begun in this browser in the last ten minutes");
        // The provider's words may be anybody's: they are in the URL.
        String code = context.queryParam("code");
        if (code == null) throw refused("the provider did not let you in");
        try {
            JsonObject answer = JsonObject.parse(exchange(code, attempt.text("verifier")));
            IdTokens.Holder holder = tokens().read(answer.text("id_token"), attempt.text("nonce"));
            return new Answer(holder.person(), holder.subject(), attempt.text("next"));
        } catch (ProviderHttp.Refused e) {
            throw refused("the provider knows nothing of this sign-in, or no more");
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            if (trouble(e) instanceof IOException trouble) throw unavailable(trouble);
            // Never the library's own message, which quotes the token.
            log.atWarn().addKeyValue("issuer", config.issuer())
                    .addKeyValue("why", e instanceof InvalidJwtException invalid
                            ? invalid.getErrorDetails().stream().map(detail -> detail.getErrorCode()).toList()
                            : e.getClass().getSimpleName())
                    .log("the provider's ID token was refused");
            throw refused("the provider's answer does not prove who you are");
        }
    }

    private Provider provider() {
        try {
            return discovery.provider();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private byte[] exchange(String code, String verifier) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback.toString());
        form.put("code_verifier", verifier);
        // RFC 6749, section 2.3.1: both are escaped before they are joined.
        String credentials = escaped(config.clientId()) + ':' + escaped(config.clientSecret().reveal());
        String authorization = "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return http.post(provider().token(), authorization, form(form)).getBytes(StandardCharsets.UTF_8);
    }

    private synchronized IdTokens tokens() throws IOException {
        IdTokens known = tokens;
        if (known != null) return known;
        IdTokens made = new IdTokens(config, new ProviderKeys(http, discovery.provider().keys(), clock), clock);
        tokens = made;
        return made;
    }

    private void warn(IOException e) {
        log.atWarn().addKeyValue("issuer", config.issuer()).addKeyValue("error", e.getMessage())
                .log("the provider could not be asked");
    }

    private Problem unavailable(IOException e) {
        warn(e);
        return Problem.of(ProblemType.NOT_READY, "the provider to sign in by does not answer as it should");
    }

    // The library makes no difference between a key that there is not and keys that cannot be had.
    private static @Nullable Throwable trouble(Throwable refusal) {
        Throwable cause = refusal;
        while (cause != null && !(cause instanceof IOException))
            cause = cause.getCause();
        return cause;
    }

    private static Problem refused(String why) {
        return Problem.of(ProblemType.MISSING_SCOPE, why);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + '=' + escaped(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
