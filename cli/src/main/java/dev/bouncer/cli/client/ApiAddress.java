package dev.bouncer.cli.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import dev.bouncer.config.Secret;
import dev.bouncer.contract.SubjectKey;

/**
 * Where the API is, who asks, and about which app.
 *
 * @param base the API's address, {@code http} or {@code https}, without a path or with the one a proxy gives it
 * @param key  the API key's secret
 * @param app  the app
 */
public record ApiAddress(URI base, Secret key, String app) {
    /** @throws IllegalArgumentException if it is no HTTP address or no app's name */
    public ApiAddress {
        String scheme = base.getScheme();
        boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!http || base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "api: expected an address like http://127.0.0.1:8080, got '" + base + "'");
        }
        SubjectKey.requireApp(app);
    }

    /**
     * The address of something in the app.
     *
     * @param query    parameters; may be empty
     * @param segments of the path below {@code /v1/apps/{app}}, each as it is meant: it is escaped here, once
     */
    public URI resolve(Map<String, String> query, String... segments) {
        return resolve("/v1/apps/" + app, query, segments);
    }

    /** The address of something that all apps share, below {@code /v1}. */
    public URI resolveShared(Map<String, String> query, String... segments) {
        return resolve("/v1", query, segments);
    }

    private URI resolve(String below, Map<String, String> query, String... segments) {
        StringBuilder address = new StringBuilder(base.toString());
        if (address.charAt(address.length() - 1) == '/') address.setLength(address.length() - 1);
        address.append(below);
        for (String segment : segments) {
            address.append('/').append(escapeSegment(segment));
        }
        if (!query.isEmpty()) {
            address.append(query.entrySet().stream().map(e -> escape(e.getKey()) + '=' + escape(e.getValue()))
                    .collect(Collectors.joining("&", "?", "")));
        }
        return URI.create(address.toString());
    }

    // A client, a proxy or a server may take the segments "." and ".." out of a path; escaped, they have a chance to stay.
    private static String escapeSegment(String segment) {
        return segment.equals(".") || segment.equals("..") ? segment.replace(".", "%2E") : escape(segment);
    }

    // The form encoding differs from RFC 3986 in these three.
    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E",
                "~");
    }
}
