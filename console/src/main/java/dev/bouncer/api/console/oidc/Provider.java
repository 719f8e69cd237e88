package dev.bouncer.api.console.oidc;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.JsonObject;

/**
 * What a provider says of itself.
 *
 * @param issuer        what its tokens say that they come from
 * @param authorization where people are sent
 * @param token         where codes are exchanged
 * @param keys          where its keys are
 */
record Provider(String issuer, URI authorization, URI token, URI keys) {
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
            return new Provider(base, URI.create(json.text("authorization_endpoint")),
                    URI.create(json.text("token_endpoint")), URI.create(json.text("jwks_uri")));
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": " + e.getMessage(), e);
        }
    }
}
