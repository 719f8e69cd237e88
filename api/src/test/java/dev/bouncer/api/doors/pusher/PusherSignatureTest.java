package dev.bouncer.api.doors.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import dev.bouncer.config.Secret;
import org.junit.jupiter.api.Test;

class PusherSignatureTest {
    // The worked example of Pusher's public documentation.
    private static final String BODY = "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";
    private static final String SIGNATURE = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";

    @Test
    void signsAsPushersDocumentationDoes() {
        PusherQuery query = PusherQuery.parse("body_md5=ec365a775a4cd0599faeb73354201b6f&auth_version=1.0"
                + "&auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_signature=" + SIGNATURE);
        Secret secret = new Secret("7ad3773142a6692b25b8");
        assertThat(PusherSignature.of(secret, "POST", "/apps/3/events", query.signed())).isEqualTo(SIGNATURE);
        assertThat(PusherSignature.digest(BODY.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ec365a775a4cd0599faeb73354201b6f");
    }
}
