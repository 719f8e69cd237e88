package dev.bouncer.config.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bouncer.config.ConfigException;

/** The blocks of a PEM file (RFC 7468), whatever stands between them. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private Pem() {}

    /**
     * A block.
     *
     * @param type what stands behind BEGIN
     * @param body base64, and headers before it in some old keys
     */
    record Block(String type, String body) {
        /** @throws IllegalArgumentException if it is no base64; what it is, is not repeated, since it may be a key */
        byte[] content() {
            return Base64.getMimeDecoder().decode(body);
        }
    }

    /** @throws ConfigException if the file cannot be read */
    static List<Block> read(String at, Path file) {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new ConfigException(at + ": expected a file, but there is no " + file);
        } catch (IOException e) {
            throw new ConfigException(at + ": cannot read " + file + ": " + e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }
}
