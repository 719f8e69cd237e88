package dev.bouncer.edge.identity;

import java.net.http.HttpClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ClaimNames;
import dev.bouncer.config.TokenConfig;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of one app. Thread-safe. */
final class TokenVerifier {
    /** Longest token, in characters: all of a request's headers have to fit into twice that. */
    static final int MAX_TOKEN = 8 * 1024;

    private final String app;
    private final ClaimNames usual;
    private final @Nullable String firstSeenClaim;
    private final JwtConsumer consumer;

    private TokenVerifier(String app, TokenConfig tokens, JwtConsumer consumer) {
        this.app = app;
        this.usual = new ClaimNames("sub", "jti", tokens.deviceClaim());
        this.firstSeenClaim = tokens.firstSeenClaim();
        this.consumer = consumer;
    }

    static TokenVerifier of(AppConfig app, HttpClient http, InstantSource clock) {
        TokenConfig tokens = app.tokens();
        if (tokens == null)
            throw new IllegalArgumentException("apps." + app.name() + ".tokens: expected tokens, got none");
        try {
            return new TokenVerifier(app.name(), tokens, Consumers.of(app.name(), tokens, http, clock));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("apps." + app.name() + ".tokens: " + e.getMessage(), e);
        }
    }

    Authentication verify(String token, IpRange address) {
        return verify(token, address, usual);
    }

    /** By other claims than the usual; the device by the usual where they name none. */
    Authentication verify(String token, IpRange address, ClaimNames names) {
        if (token.length() > MAX_TOKEN)
            return new Authentication.Refused("token longer than " + MAX_TOKEN + " characters");
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return new Authentication.Authenticated(subjects(claims, address, names), expiry(claims),
                    issue(claims), firstSeen(claims));
        } catch (InvalidJwtException e) {
            return isOutOfTime(e) ? new Authentication.OutOfTime(why(e)) : new Authentication.Refused(why(e));
        } catch (MalformedClaimException e) {
            return new Authentication.Refused("a claim of the wrong type");
        } catch (RuntimeException e) {
            // The id of a subject is out of range, or the token is odd in a way that the library did not foresee.
            return new Authentication.Refused("unusable claims: " + e.getClass().getSimpleName());
        }
    }

    private List<SubjectKey> subjects(JwtClaims claims, IpRange address, ClaimNames names)
            throws MalformedClaimException {
        List<SubjectKey> subjects = new ArrayList<>(4);
        // Some issuers write an empty one for nobody.
        String user = claims.hasClaim(names.user()) ? claims.getStringClaimValue(names.user()) : "";
        if (!user.isEmpty()) subjects.add(SubjectKey.of(app, SubjectKind.USER, user));
        if (claims.hasClaim(names.token()))
            subjects.add(SubjectKey.of(app, SubjectKind.TOKEN, claims.getStringClaimValue(names.token())));
        subjects.add(SubjectKey.of(app, SubjectKind.IP, address.toString()));
        String device = names.device() == null ? usual.device() : names.device();
        if (device != null && claims.hasClaim(device))
            subjects.add(SubjectKey.of(app, SubjectKind.DEVICE, claims.getStringClaimValue(device)));
        return subjects;
    }

    private static @Nullable Instant expiry(JwtClaims claims) throws MalformedClaimException {
        NumericDate expiry = claims.getExpirationTime();
        if (expiry == null) return null;
        try {
            return Instant.ofEpochSecond(expiry.getValue());
        } catch (DateTimeException e) {
            // Later than any time there is; it is not in the past, or the token would have been refused.
            return null;
        }
    }

    private static @Nullable Instant issue(JwtClaims claims) throws MalformedClaimException {
        NumericDate issue = claims.getIssuedAt();
        if (issue == null) return null;
        try {
            return Instant.ofEpochSecond(issue.getValue());
        } catch (DateTimeException e) {
            // At no time that there is: that says nothing.
            return null;
        }
    }

    // Seconds as other times in tokens, or RFC 3339, as databases write it; whatever else it is, it says nothing.
    private @Nullable Instant firstSeen(JwtClaims claims) {
        if (firstSeenClaim == null) return null;
        try {
            return switch (claims.getClaimValue(firstSeenClaim)) {
                case Number seconds -> Instant.ofEpochSecond(seconds.longValue());
                case String text -> Times.parse(text);
                case null, default -> null;
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    // With a right signature: the claims are not looked at before.
    private static boolean isOutOfTime(InvalidJwtException e) {
        return !e.getErrorDetails().isEmpty() && e.getErrorDetails().stream()
                .allMatch(detail -> detail.getErrorCode() == ErrorCodes.EXPIRED
                        || detail.getErrorCode() == ErrorCodes.NOT_YET_VALID);
    }

    // Never the exception's own message, which quotes the claims.
    private static String why(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) return "expired";
        if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) return "wrong signature";
        return "invalid, codes " + e.getErrorDetails().stream().map(detail -> detail.getErrorCode()).toList();
    }
}
