package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says of itself, over HTTP. */
class DescriptionTest {
    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient stranger = new ApiClient(api.uri(), "");

    @Test
    void theDocumentIsOpenToEverybodyAndSaysItsVersion() {
        JsonNode document = stranger.get("/openapi.json").json();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.path("info").path("version").asText()).matches("\\d+\\.\\d+\\.\\d+(-.+)?");
        assertThat(document.properties()).noneMatch(field -> field.getKey().startsWith("x-"));
        assertThat(stranger.send("HEAD", "/openapi.json", "").status()).isEqualTo(200);
    }

    @Test
    void thePageIsMadeOfWhatIsServedHereAndOfNothingElse() {
        ApiClient.Answer page = stranger.get("/openapi");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).doesNotContain("://", "<style", "style=", "onload");
        assertThat(Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body()).results()
                .map(part -> part.group(1)).filter(part -> !part.startsWith("data:"))).hasSize(4)
                .allSatisfy(part -> assertThat(stranger.get("/" + part).status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi/swagger-ui-bundle.js", "/openapi/openapi.js", "/openapi/swagger-ui.css"})
    void itsPartsHaveTheirMediaTypes(String part) {
        assertThat(stranger.get(part).header("Content-Type"))
                .isEqualTo(part.endsWith("css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "..%2Fopenapi.yaml", "openapi.yaml", "swagger-ui.js", "%2E%2E"})
    void ofTheJarsNothingElseIsServed(String file) {
        stranger.get("/openapi/" + file).isProblem(404, "no-such-route");
    }
}
