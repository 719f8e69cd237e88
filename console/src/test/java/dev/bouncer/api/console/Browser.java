package dev.bouncer.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What a browser does without a screen: keeps cookies, sends the forms that it was shown, follows no redirect by itself. */
final class Browser {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\""
            + "|<textarea name=\"([a-z]+)\" hidden>([^<]*)<");
    private static final String BOUNDARY = "----a-boundary-of-the-browsers";

    final Map<String, String> cookies = new HashMap<>();
    private final URI base;
    private Page page = new Page(0, "", "", "", List.of());

    Browser(URI base) {
        this.base = base;
    }

    /** What came, and where it leads; {@code hxRedirect}: by htmx. */
    record Page(int status, String body, String location, String hxRedirect,
            List<String> setCookies) {
        /** The hidden fields of the form that goes there. */
        Map<String, String> form(String action) {
            int start = body.indexOf("action=\"" + action + '"');
            assertThat(start).as("a form for %s in %s", action, body).isPositive();
            Matcher hidden = HIDDEN.matcher(body.substring(start, body.indexOf("</form>", start)));
            Map<String, String> fields = new LinkedHashMap<>();
            while (hidden.find()) {
                boolean input = hidden.group(1) != null;
                fields.put(hidden.group(input ? 1 : 3), unescaped(hidden.group(input ? 2 : 4)));
            }
            return fields;
        }

        private static String unescaped(String html) {
            return html.replace("&#34;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
                    .replace("&amp;", "&");
        }

        /** What a reader reads. */
        String text() {
            return unescaped(body.replaceAll("(?s)<head>.*?</head>", "").replaceAll("<[^>]*>", " ")
                    .replaceAll("\\s+", " "));
        }
    }

    Page get(String path, String... headers) {
        return send(HttpRequest.newBuilder(base.resolve(path)), headers);
    }

    Page post(String path, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)), headers);
    }

    /** The same, as forms with files are sent; lines end as browsers end them. */
    Page postParts(String path, Map<String, String> fields, byte @Nullable [] file, String... headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(("--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"
                + value.replaceAll("\r?\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + (file == null ? "" : "bans.csv")
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        if (file != null) body.writeBytes(file);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())), headers);
    }

    /** Sends the form of the page before, with these fields too. */
    Page submit(String action, Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>(page.form(action));
        fields.putAll(more);
        return post(action, fields);
    }

    Page follow() {
        assertThat(page.status()).as(page.body()).isEqualTo(303);
        return get(page.location());
    }

    Page signIn(String key) {
        get("/console/sign-in");
        return submit("/console/sign-in", Map.of("key", key));
    }

    private Page send(HttpRequest.Builder request, String... headers) {
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + '=' + cookie.getValue()).collect(Collectors.joining("; ")));
        }
        if (headers.length > 0) request.headers(headers);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            List<String> set = answer.headers().allValues("Set-Cookie");
            for (String cookie : set) {
                String[] pair = cookie.split(";", 2)[0].split("=", 2);
                if (pair[1].isEmpty()) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
            page = new Page(answer.statusCode(), answer.body(), answer.headers().firstValue("Location").orElse(""),
                    answer.headers().firstValue("HX-Redirect").orElse(""), set);
            return page;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
