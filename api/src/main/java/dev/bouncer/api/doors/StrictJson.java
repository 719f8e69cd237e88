package dev.bouncer.api.doors;

import dev.bouncer.api.http.Utf8;
import dev.bouncer.contract.JsonObject;

/** JSON objects as requests carry them: in UTF-8 and nothing else, although the parser would take other encodings. */
final class StrictJson {
    private StrictJson() {}

    /** @throws IllegalArgumentException if it is no JSON object in UTF-8 */
    static JsonObject parse(byte[] json) {
        Utf8.decode("JSON", json);
        return JsonObject.parse(json);
    }
}
