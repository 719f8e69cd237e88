package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself.
 *
 * @param issuer        what its tokens say that they come from
 * @param authorization where people are sent
 * @param token         where codes are exchanged
 * @param keys          where its keys are
 * @param endSession    where people sign out of it (OpenID Connect RP-Initiated Logout 1.0, section 2.1); null: it does not say
 */
record Provider(String issuer, URI authorization, URI token, URI keys, @Nullable URI endSession) {
    /**
     * Reads its discovery document.
     *
     * @throws IOException if it cannot be had, or is another's
     */
    static Provider discover(URI issuer, ProviderHttp http) throws IOException {
        String base = issuer.toString();
        URI place = URI.create((base.endsWith("/") ? base : base + '/') + ".well-known/openid-configuration");
        try {
            JsonObject json = JsonObject.parse(http.get(place).getBytes(StandardCharsets.UTF_8));
            // To the letter: whoever could pass for another issuer could sign for it.
            if (!json.text("issuer").equals(base))
                throw new IOException(place + ": expected the issuer " + base + ", got " + json.text("issuer"));
            String endSession = json.optionalText("end_session_endpoint");
            return new Provider(base, address(json, "authorization_endpoint"), address(json, "token_endpoint"),
                    address(json, "jwks_uri"), endSession == null ? null : address(json, "end_session_endpoint"));
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": " + e.getMessage(), e);
        }
    }

    // Browsers are led to some of them, who would do what a javascript: says.
    private static URI address(JsonObject json, String name) {
        URI address = URI.create(json.text(name));
        if (!"https".equalsIgnoreCase(address.getScheme()) && !"http".equalsIgnoreCase(address.getScheme()))
            throw new IllegalArgumentException(name + ": expected an address of https or http, got " + address);
        return address;
    }
}
