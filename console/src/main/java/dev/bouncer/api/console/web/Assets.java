package dev.bouncer.api.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import io.javalin.http.Context;

/**
 * The static files: read and compressed once, each at a path that names its content, so that browsers keep it as long as they like.
 * Thread-safe.
 */
public final class Assets {
    /** The route. */
    public static final String ROUTE = "/console/assets/{version}/{file}";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int VERSION_DIGITS = 16;

    private static final class Asset {
        private final String version;
        private final String type;
        private final byte[] plain;
        private final byte[] zipped;

        Asset(String type, byte[] plain) throws IOException, NoSuchAlgorithmException {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            this.version = HexFormat.of().formatHex(digest).substring(0, VERSION_DIGITS);
            this.type = type + ";charset=utf-8";
            this.plain = plain;
            this.zipped = zip(plain);
        }
    }

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    /** Reads them from the class path. */
    public Assets() {
        add("pico.min.css", "text/css", webjar("picocss__pico", "css/pico.min.css"));
        add("console.css", "text/css", "/console/console.css");
        add("htmx.min.js", "text/javascript", webjar("htmx.org", "dist/htmx.min.js"));
        add("console.js", "text/javascript", "/console/console.js");
        add("feed.js", "text/javascript", "/console/feed.js");
        add("icon.svg", "image/svg+xml", "/console/icon.svg");
    }

    private static String webjar(String artifact, String path) {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + artifact + '/' + properties.getProperty("version") + '/' + path;
    }

    private static InputStream open(String resource) {
        InputStream in = Assets.class.getResourceAsStream(resource);
        if (in == null) throw new IllegalStateException("not on the class path: " + resource);
        return in;
    }

    private void add(String name, String type, String resource) {
        try (InputStream in = open(resource)) {
            assets.put(name, new Asset(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** Where a file is. */
    public String path(String file) {
        return "/console/assets/" + asset(file).version + '/' + file;
    }

    private Asset asset(String file) {
        Asset asset = assets.get(file);
        if (asset == null) throw Problem.of(ProblemType.NO_SUCH_ROUTE, "there is no such file");
        return asset;
    }

    /** Answers with a file. */
    public void serve(Context context) {
        Asset asset = asset(context.pathParam("file"));
        SecurityHeaders.ofAsset(context);
        // A page of another release's node names other content, which this node does not have: nobody is to keep what it gets.
        boolean named = asset.version.equals(context.pathParam("version"));
        context.contentType(asset.type).header("Cache-Control", named ? FOR_EVER : "no-cache").header("Vary",
                "Accept-Encoding");
        String accepted = context.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.zipped);
        } else {
            context.result(asset.plain);
        }
    }
}
