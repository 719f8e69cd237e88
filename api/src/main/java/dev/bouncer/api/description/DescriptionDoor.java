package dev.bouncer.api.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Json;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.RequestPath;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * {@code /openapi.json}, and {@code /openapi}, a page to read it: Swagger UI, from here alone. Without an API key; the page
 * takes one to try things out, and keeps it no longer than it is open.
 */
public final class DescriptionDoor implements Door {
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_PROPERTIES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    // The images are in the style sheet.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record Part(String resource, String mediaType) {}

    private static final Part PAGE = new Part("openapi.html", "text/html; charset=utf-8");
    private static final Map<String, Part> PARTS = Map.of("swagger-ui.css", new Part(viewer("swagger-ui.css"), CSS),
            "swagger-ui-bundle.js", new Part(viewer("swagger-ui-bundle.js"), JAVASCRIPT), "openapi.js",
            new Part("openapi.js", JAVASCRIPT));

    @Override
    public void addTo(RoutesConfig routes) {
        get(routes, "/openapi.json", context -> Json.answer(context, ApiDescription.json()));
        get(routes, "/openapi", context -> answer(context, PAGE));
        get(routes, "/openapi/{file}", DescriptionDoor::part);
    }

    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler).head(path, handler);
    }

    private static void part(Context context) {
        Part part = PARTS.get(RequestPath.of(context).segment(1));
        if (part == null) throw Problem.of(ProblemType.NO_SUCH_ROUTE, "the page is made of no such file");
        answer(context, part);
    }

    private static void answer(Context context, Part part) {
        context.header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer").header("Cache-Control", "no-cache")
                .contentType(part.mediaType()).result(open(part.resource()));
    }

    private static String viewer(String file) {
        try (InputStream in = open(WEBJAR_PROPERTIES)) {
            Properties built = new Properties();
            built.load(in);
            return WEBJAR + built.getProperty("version") + '/' + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = DescriptionDoor.class.getResourceAsStream(resource);
        if (in == null) throw new IllegalStateException(resource + " is missing from the jars");
        return in;
    }
}
