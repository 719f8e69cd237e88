package dev.bouncer.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP request that is made again and again, for one user after the other, whose name stands for {@code {user}}.
 *
 * @param key  sent as a bearer's
 * @param body JSON; empty: none
 */
record Call(Address address, String method, String path, String key, String body) {
    byte[] bytes(String user) {
        String content = body.replace("{user}", user);
        return (method + ' ' + path.replace("{user}", user) + " HTTP/1.1\r\nHost: " + address.name()
                + "\r\nAuthorization: Bearer " + key + "\r\nContent-Type: application/json\r\nContent-Length: "
                + content.length() + "\r\n\r\n" + content).getBytes(StandardCharsets.UTF_8);
    }
}
